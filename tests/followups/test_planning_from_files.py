"""Planned reasons per rule equal a plain count straight from the files, for every dialect."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from dealerships.models import Dealership
from followups.models import CallReason
from followups.services import planning
from tests.exchange.conftest import COUNTRIES, EXPORTS
from tests.followups import exports_oracle

EXPORTED = date(2026, 10, 31)
# the first run on such a day, as if the dealership had begun with the program then
FIRST_DAYS = [EXPORTED, date(2024, 2, 29)]
# days later on which the planner runs again: the next, after an outage of three, after six weeks
LATER = [1, 5, 47]


@pytest.fixture(scope="module", params=COUNTRIES)
def imported(request, django_db_setup, django_db_blocker):
    """A dialect's sample in the database for all tests of it, and its rows as the files say."""
    dialect = request.param
    country, zone = COUNTRIES[dialect]
    with django_db_blocker.unblock(), transaction.atomic():
        with suppress(SystemExit):  # with 3, where rows of the sample are refused
            call_command(
                "import_dms", str(EXPORTS / dialect), "--dealership", dialect, "--country", country,
                "--create-dealership", dialect, "--timezone", zone, "--exported-on", "2026-11-01",
            )  # fmt: skip
        connection.check_constraints()  # once, and not at the end of each test
        yield Dealership.objects.get(slug=dialect), exports_oracle.read(EXPORTS / dialect)
        transaction.set_rollback(True)


def plan(dealership, day):
    at = datetime.combine(day, time(6), dealership.tz)
    return planning.plan(dealership=dealership, day=day, at=at).by_rule


@pytest.mark.parametrize("first_day", FIRST_DAYS, ids=str)
def test_each_rule_plans_what_the_files_say(imported, db, first_day):
    dealership, export = imported
    known = {slug: set() for slug in exports_oracle.due(export, first_day)}

    for days in [0, *LATER]:
        day = first_day + timedelta(days=days)
        due = exports_oracle.due(export, day)
        assert plan(dealership, day) == {slug: len(due[slug] - known[slug]) for slug in due}, day
        known = {slug: known[slug] | due[slug] for slug in due}


def test_the_first_run_after_years_of_history_is_no_flood(imported, db):
    """The cold-start cut-off: nothing past its window, however much of it the files hold."""
    dealership, export = imported

    planned = plan(dealership, EXPORTED)

    visits = [visit for visit in export.visits if visit.closed and visit.closed <= EXPORTED]
    assert 0 < planned["visit_closed+3"] < len(visits) / 50
    assert not CallReason.objects.filter(due_until__lt=EXPORTED).exists()
    assert not CallReason.objects.filter(due_from__gt=EXPORTED).exists()


def test_the_count_from_the_files_notices_a_rule_of_another_window(imported, db):
    """Control: the planner with one day more of window differs from the files."""
    dealership, export = imported
    dealership.rules.filter(trigger="visit_closed").update(window_days=14)

    planned = plan(dealership, EXPORTED)

    due = exports_oracle.due(export, EXPORTED)
    assert {slug for slug in due if planned[slug] != len(due[slug])} == {"visit_closed+3"}

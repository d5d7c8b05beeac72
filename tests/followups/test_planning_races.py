"""Two planners at once, the same morning twice: no card and no reason is doubled.

Each guard has its control: the same test body without it fails.
"""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from followups import tasks
from followups.models import CallReason, CallTask, PlanningRun
from followups.services import mornings, planning, statements
from tests.factories import NOW, TODAY, make_dealership, make_sale
from tests.followups.occasions import DAY, somebody_with_car

CUSTOMERS = 40


@pytest.fixture
def delivered(transactional_db):
    """A dealership with deliveries that are all due today."""
    dealership = make_dealership("race")
    for _number in range(CUSTOMERS):
        make_sale(dealership, *somebody_with_car(dealership), delivered_on=TODAY - 5 * DAY)
    return dealership


def plan_twice_at_once(dealership):
    """The second planner begins while the first has planned and not yet committed."""
    added = []
    begun = threading.Event()

    def second():
        begun.set()
        try:
            added.append(planning.plan_reasons(dealership=dealership, day=TODAY, at=NOW).reasons)
        finally:
            connections.close_all()

    other = threading.Thread(target=second)
    with transaction.atomic():
        added.append(planning.plan_reasons(dealership=dealership, day=TODAY, at=NOW).reasons)
        other.start()
        begun.wait(10)
        other.join(0.5)  # long enough to run into the lock, or past it where there is none
    other.join(60)
    return added


@contextmanager
def without_guards(monkeypatch):
    """No taking turns, no unique rows, and an insert that does not look."""
    dropped = [
        ("followups_callreason", "CONSTRAINT call_reason_once"),
        ("followups_calltask", "INDEX call_task_one_open_card"),
        ("followups_planningrun", "CONSTRAINT planning_run_once_a_day"),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)",
            [[what.split()[1] for _table, what in dropped]],
        )
        again = [row[0] for row in cursor.fetchall()]
        cursor.execute("ALTER TABLE followups_callreason DROP CONSTRAINT call_reason_once")
        cursor.execute("DROP INDEX call_task_one_open_card")
        cursor.execute("ALTER TABLE followups_planningrun DROP CONSTRAINT planning_run_once_a_day")
    unguarded = statements.ADD_REASONS.replace(
        "ON CONFLICT (rule_id, subject_id, cycle_on) DO NOTHING", ""
    )
    with monkeypatch.context() as patch:
        patch.setattr(planning, "lock", lambda dealership: None)
        patch.setattr(statements, "ADD_REASONS", unguarded)
        yield
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE followups_taskevent, followups_callreason, followups_calltask,"
            " followups_planningrun CASCADE"
        )
        for definition in again:
            cursor.execute(definition)
        cursor.execute(
            "ALTER TABLE followups_callreason"
            " ADD CONSTRAINT call_reason_once UNIQUE USING INDEX call_reason_once"
        )
        cursor.execute(
            "ALTER TABLE followups_planningrun ADD CONSTRAINT planning_run_once_a_day"
            " UNIQUE USING INDEX planning_run_once_a_day"
        )


def test_two_planners_at_once_create_no_doubles(delivered):
    added = plan_twice_at_once(delivered)

    assert sorted(added) == [0, CUSTOMERS]
    assert CallReason.objects.count() == CallTask.objects.count() == CUSTOMERS


def test_control_without_its_guards_the_same_run_creates_doubles(delivered, monkeypatch):
    with without_guards(monkeypatch):
        plan_twice_at_once(delivered)

        assert CallReason.objects.count() == CallTask.objects.count() == 2 * CUSTOMERS


def test_the_unique_rows_alone_hold_without_the_lock(delivered, monkeypatch):
    monkeypatch.setattr(planning, "lock", lambda dealership: None)

    plan_twice_at_once(delivered)

    assert CallReason.objects.count() == CallTask.objects.count() == CUSTOMERS


def morning_of(dealership, hours=0):
    return datetime.combine(TODAY, time(6), dealership.tz).astimezone(UTC) + timedelta(hours=hours)


def test_a_morning_is_planned_once_however_often_the_bell_rings(delivered):
    first = mornings.plan_morning(dealership=delivered, at=morning_of(delivered))
    again = [
        mornings.plan_morning(dealership=delivered, at=morning_of(delivered, hours))
        for hours in (0, 1, 9)
    ]

    assert (first.cards, [run.cards for run in again]) == (CUSTOMERS, [0, 0, 0])
    assert PlanningRun.objects.get().reasons == CUSTOMERS


def test_mornings_come_zone_by_zone(db):
    moscow, vladivostok = (
        make_dealership("moscow"),
        make_dealership("vladivostok", time_zone="Asia/Vladivostok"),
    )

    def due(hour):
        at = datetime.combine(TODAY, time(hour), UTC)
        found = mornings.due(at=at)
        for dealership in found:
            mornings.plan_morning(dealership=dealership, at=at)
        return found

    assert due(2) == [vladivostok]  # noon there, five in the morning in Moscow
    assert due(3) == [moscow]
    assert due(4) == []
    assert due(20) == [vladivostok]  # six of the next day


def test_after_an_outage_of_three_days_the_next_morning_takes_everything(delivered):
    mornings.plan_morning(dealership=delivered, at=morning_of(delivered, -24 * 4))
    make_sale(delivered, *somebody_with_car(delivered), delivered_on=TODAY - 6 * DAY)

    assert mornings.due(at=morning_of(delivered)) == [delivered]
    planned = mornings.plan_morning(dealership=delivered, at=morning_of(delivered))

    assert planned.reasons + PlanningRun.objects.order_by("day")[0].reasons == CUSTOMERS + 1


def test_the_task_of_a_dealership_that_is_gone_does_nothing(db):
    assert tasks.plan_morning(dealership_id=0) == 0


def test_the_tasks_run_twice_find_nothing_the_second_time(db):
    dealership = make_dealership("twice", time_zone="UTC")
    today = dealership.local_date(timezone.now())
    make_sale(dealership, *somebody_with_car(dealership), delivered_on=today - 3 * DAY)

    runs = [tasks.plan_morning(dealership_id=dealership.pk) for _ in range(2)]

    assert runs == [1, 0]
    assert tasks.drop_what_no_longer_holds() == 0

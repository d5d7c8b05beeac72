"""Two planners at once, the same morning twice: no card and no reason is doubled, and a
dealership that cannot be planned keeps no other one from its morning.

Each guard has its control: the same test body without it fails.
"""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from followups import tasks
from followups.models import CallReason, CallTask, PlanningRun
from followups.services import mornings, planning, statements
from tests.factories import NOW, TODAY, make_dealership, make_sale
from tests.followups.occasions import DAY, somebody_with_car
from tests.followups.racing import in_processes

CUSTOMERS = 40
# what keeps an insert from doubling a reason
LOOKS = "ON CONFLICT (rule_id, subject_id, cycle_on) DO NOTHING"


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
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)",
            [[what.split()[1] for _table, what in dropped]],
        )
        again = [row[0] for row in cursor.fetchall()]
        cursor.execute("ALTER TABLE followups_callreason DROP CONSTRAINT call_reason_once")
        cursor.execute("DROP INDEX call_task_one_open_card")
    guarded = statements.planning

    def unguarded(triggers):
        return guarded(triggers).replace(LOOKS, "")

    assert LOOKS in guarded(frozenset(["car_delivered"]))
    with monkeypatch.context() as patch:
        patch.setattr(planning, "lock", lambda dealerships: None)
        patch.setattr(statements, "planning", unguarded)
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


def test_two_planners_at_once_create_no_doubles(delivered):
    added = plan_twice_at_once(delivered)

    assert sorted(added) == [0, CUSTOMERS]
    assert CallReason.objects.count() == CallTask.objects.count() == CUSTOMERS


def test_control_without_its_guards_the_same_run_creates_doubles(delivered, monkeypatch):
    with without_guards(monkeypatch):
        plan_twice_at_once(delivered)

        assert CallReason.objects.count() == CallTask.objects.count() == 2 * CUSTOMERS


def test_the_unique_rows_alone_hold_without_the_lock(delivered, monkeypatch):
    monkeypatch.setattr(planning, "lock", lambda dealerships: None)

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


@contextmanager
def no_cards_for(dealership):
    """The database refuses the cards of one dealership."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON followups_calltask FOR EACH ROW"
            f" WHEN (NEW.dealership_id = {dealership.pk}) EXECUTE FUNCTION refuse()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION refuse CASCADE")


@pytest.fixture
def neighbour(delivered):
    """Another dealership of the same zone, with one delivery that is due today."""
    other = make_dealership("neighbour")
    make_sale(other, *somebody_with_car(other), delivered_on=TODAY - 5 * DAY)
    return other


def ring(at):
    """A turn of the sweep at that time: who was planned with whom, None where it failed."""
    found = []
    for lot in mornings.lots(mornings.due(at=at), at=at):
        try:
            found.append(list(mornings.plan_lot(dealerships=lot, at=at)))
        except DatabaseError:
            found.append(None)
    return found


def test_dealerships_of_one_zone_are_planned_together(delivered, neighbour):
    assert ring(morning_of(delivered)) == [[delivered, neighbour]]
    assert list(PlanningRun.objects.order_by("pk").values_list("dealership", "reasons")) == [
        (delivered.pk, CUSTOMERS),
        (neighbour.pk, 1),
    ]
    assert ring(morning_of(delivered)) == []


def test_a_dealership_that_cannot_be_planned_keeps_no_other_one_waiting(delivered, neighbour):
    six, quarter_past = morning_of(delivered), morning_of(delivered, hours=0.25)

    with no_cards_for(delivered):
        assert ring(six) == [None]
        assert ring(quarter_past) == [None, [neighbour]]

    assert CallReason.objects.get().dealership == neighbour
    assert ring(morning_of(delivered, hours=0.5)) == [[delivered]]
    assert CallReason.objects.count() == CUSTOMERS + 1


def test_two_lots_of_the_same_dealerships_at_once_plan_nothing_twice(delivered, neighbour):
    at = morning_of(delivered)
    arguments = [([delivered, neighbour], at), ([neighbour, delivered], at)]

    added = in_processes(plan_lot, arguments)

    assert sorted(added) == [0, CUSTOMERS + 1]
    assert CallReason.objects.count() == CallTask.objects.count() == CUSTOMERS + 1


def plan_lot(dealerships, at):
    planned = mornings.plan_lot(dealerships=dealerships, at=at)
    return sum(each.reasons for each in planned.values())


def test_the_task_of_a_dealership_that_is_gone_does_nothing(db):
    assert tasks.plan_lot(dealership_ids=[0]) == 0


def test_the_tasks_run_twice_find_nothing_the_second_time(db):
    dealership = make_dealership("twice", time_zone="UTC")
    today = dealership.local_date(timezone.now())
    make_sale(dealership, *somebody_with_car(dealership), delivered_on=today - 3 * DAY)

    runs = [tasks.plan_lot(dealership_ids=[dealership.pk]) for _ in range(2)]

    assert runs == [1, 0]
    assert tasks.drop_what_no_longer_holds() == 0

"""Where the clocks are changed, each local day is planned once, in its morning (R8, R9)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from dealerships.models import Dealership
from followups.models import PlanningRun
from followups.services import mornings
from tests.factories import make_dealership
from tests.followups.planning_worlds import DAY, ZONES, clock_changes

TURN = timedelta(minutes=30)
CHANGES = [(zone, day) for zone in ZONES for day in clock_changes(zone) if day.year == 2026]


def planned_at(dealership: Dealership, first: datetime, last: datetime) -> list[datetime]:
    """The turns of the sweep, from the first to the last, in which the dealership was planned."""
    found, at = [], first
    while at < last:
        found += [at for one in mornings.due(at=at) if mornings.plan_morning(dealership=one, at=at)]
        at += TURN
    return found


def days_around(zone: str, day) -> tuple[Dealership, datetime, datetime]:
    """A dealership, and three local days with the change in the middle one."""
    dealership = make_dealership("clocks", time_zone=zone)
    first, last = (
        datetime.combine(each, time(), dealership.tz).astimezone(UTC)
        for each in (day - DAY, day + 2 * DAY)
    )
    return dealership, first, last


def test_the_zones_change_their_clocks():
    """Else nothing is shown below: both ways, by an hour and by half of one."""
    assert len(CHANGES) >= 10


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_each_local_day_is_planned_once_at_six_by_its_own_clock(db, zone, day):
    dealership, first, last = days_around(zone, day)

    turns = planned_at(dealership, first, last)

    assert [at.astimezone(dealership.tz).time() for at in turns] == [time(6)] * 3
    days = PlanningRun.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [day - DAY, day, day + DAY]


def test_by_the_day_of_utc_the_evening_before_would_be_planned(db, monkeypatch):
    """The control."""
    monkeypatch.setattr(Dealership, "local_date", lambda place, at: at.astimezone(UTC).date())
    zone, day = next(change for change in CHANGES if change[0] == "America/New_York")
    dealership, first, last = days_around(zone, day)

    turns = planned_at(dealership, first, last)

    assert {at.astimezone(dealership.tz).time() for at in turns} != {time(6)}

"""Working time: several openings a day, weekends, holidays, change of clocks."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dealerships.periods import NeverOpen, WorkingTime, working_time
from dealerships.services import settings
from tests.factories import make_dealership

MOSCOW = zoneinfo.ZoneInfo("Europe/Moscow")
NINE_TO_FIVE = dict.fromkeys(range(5), ((time(9), time(17)),))
OFFICE = WorkingTime(zone=MOSCOW, openings=NINE_TO_FIVE)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


def test_one_hour_after_friday_half_past_four_is_monday_half_past_nine():
    assert OFFICE.after(moscow(20, 16, 30), timedelta(hours=1)) == moscow(23, 9, 30)


def test_time_that_ends_at_closing_ends_at_closing():
    assert OFFICE.after(moscow(20, 16), timedelta(hours=1)) == moscow(20, 17)


def test_the_lunch_break_does_not_count():
    with_lunch = WorkingTime(zone=MOSCOW, openings={4: ((time(14), time(17)), (time(9), time(13)))})

    assert with_lunch.after(moscow(20, 12), timedelta(hours=2)) == moscow(20, 15)
    assert not with_lunch.is_open(moscow(20, 13, 30))


def test_an_instant_of_another_zone_is_the_same_instant():
    at = moscow(20, 16, 30).astimezone(UTC)

    assert OFFICE.after(at, timedelta(hours=1)) == moscow(23, 9, 30)


def test_a_night_of_clock_change_has_its_real_length():
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    always = WorkingTime(
        zone=berlin, openings=dict.fromkeys(range(7), ((time(0), time(23, 59, 59)),))
    )
    start = datetime(2026, 10, 25, 0, 0, tzinfo=berlin)

    assert always.after(start, timedelta(hours=4)) == datetime(2026, 10, 25, 3, tzinfo=berlin)


def test_who_is_never_open_has_no_working_time():
    closed = WorkingTime(zone=MOSCOW, openings={})

    with pytest.raises(NeverOpen):
        closed.after(moscow(20, 10), timedelta(hours=1))


@pytest.mark.django_db
def test_public_holidays_are_closed():
    dealership = make_dealership("holiday")
    new_year = datetime(2027, 1, 1, 10, tzinfo=MOSCOW)

    assert not working_time(dealership).is_open(new_year)
    assert working_time(dealership).is_open(moscow(20, 10))


@pytest.mark.django_db
def test_a_chinese_make_up_saturday_is_worked():
    dealership = make_dealership("shanghai", country="CN", time_zone="Asia/Shanghai")
    dealership.working_hours.filter(weekday__gte=5).delete()
    hours = working_time(dealership)

    assert hours.of_day(date(2026, 2, 14)) != []
    assert hours.of_day(date(2026, 2, 21)) == []


def test_own_days_are_closed(dealership):
    settings.add_closed_day(dealership=dealership, day=date(2026, 11, 23), name="Stock-taking")
    dealership.refresh_from_db()

    assert working_time(dealership).of_day(date(2026, 11, 23)) == []
    assert working_time(dealership).of_day(date(2026, 11, 24)) != []


@pytest.mark.parametrize(
    ("at", "hours", "expected"),
    [
        (moscow(23, 10), 2, moscow(20, 16)),  # one hour on Monday, one on Friday
        (moscow(23, 10), 1, moscow(23, 9)),
        (moscow(22, 12), 1, moscow(20, 16)),  # from a Sunday
        (moscow(20, 15), 2, moscow(20, 13)),
    ],
)
def test_working_hours_are_counted_backwards_too(at, hours, expected):
    assert OFFICE.before(at, timedelta(hours=hours)) == expected


def test_without_openings_nothing_can_be_counted_backwards():
    with pytest.raises(NeverOpen):
        WorkingTime(zone=MOSCOW, openings={}).before(moscow(20, 12), timedelta(hours=1))

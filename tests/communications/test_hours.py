"""Hours of contact (R9): the dealership's, narrowed by the law's, on the clock of the customer."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communications import contact_hours
from communications.rules.hours import ContactHours, LegalHours, NeverAllowed
from communications.rules.law import BadProfile, read_profile
from dealerships.models import Dealership
from tests.factories import NOW, make_customer

NOON_GAP = ((time(9), time(12)), (time(13, 30), time(20)))
LAWS = [Dealership.Law.RUSSIA, Dealership.Law.EUROPEAN_UNION, Dealership.Law.CHINA]
DAYS = ("weekdays", "saturdays", "sundays", "holidays")
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
# around the changes of clocks most goes wrong: half of the instants lie there
CHANGES = st.builds(
    lambda year, month, day, hours: datetime(year, month, day, tzinfo=UTC) + timedelta(hours=hours),
    st.integers(2000, 2037),
    st.sampled_from([3, 4, 9, 10, 11]),
    st.integers(1, 30),
    st.floats(-3, 27),
)


def hours_of(law: str, zone: str = "Europe/Moscow", **own) -> ContactHours:
    profile = contact_hours.law_profile(law)
    legal = LegalHours(profile.week, profile.holidays, own.pop("is_holiday", lambda day: False))
    return ContactHours(ZoneInfo(zone), time(7), time(23), legal=legal, **own)


def is_inside(hours: ContactHours, at: datetime) -> bool:
    """The oracle: minutes of the wall clock against the texts of the profile."""
    local = at.astimezone(hours.zone)
    spans = hours.legal.week[local.weekday()]
    if hours.legal.is_holiday(local.date()):
        spans = hours.legal.holidays
    minute = local.hour * 60 + local.minute
    inside = [(a.hour * 60 + a.minute <= minute < b.hour * 60 + b.minute) for a, b in spans]
    return any(inside) and 7 <= local.hour < 23


def instants_outside(at, delay, zone, law) -> list[datetime]:
    """The two instants that the rules answer with, where they are too early or outside."""
    hours = hours_of(law, zone, is_holiday=lambda day: day.day % 11 == 0)
    earliest = at + timedelta(minutes=delay)
    answers = (
        hours.next_allowed(earliest),
        hours.at_another_time(than=at, earliest=earliest),
    )
    return [found for found in answers if found < earliest or not is_inside(hours, found)]


GIVEN = given(
    at=st.one_of(INSTANTS, CHANGES),
    delay=st.integers(0, 6000),
    zone=st.sampled_from(ZONES),
    law=st.sampled_from(LAWS),
)


@settings(max_examples=5_000)
@GIVEN
def test_no_contact_lies_outside_the_hours_of_any_law_in_any_zone(at, delay, zone, law):
    assert instants_outside(at, delay, zone, law) == []


@pytest.mark.nightly
@settings(max_examples=500_000)
@GIVEN
def test_of_a_million_instants_none_lies_outside(at, delay, zone, law):
    assert instants_outside(at, delay, zone, law) == []


@settings(max_examples=2_000)
@given(at=st.one_of(INSTANTS, CHANGES), zone=st.sampled_from(ZONES))
def test_nothing_allowed_lies_before_the_next_allowed_instant(at, zone):
    hours = hours_of(Dealership.Law.EUROPEAN_UNION, zone)
    found = hours.next_allowed(at)

    steps = range(0, int((found - at).total_seconds()), 900)
    assert not any(hours.allow(at + timedelta(seconds=seconds)) for seconds in steps)


@settings(max_examples=1_000)
@given(at=INSTANTS, zone=st.sampled_from(ZONES))
def test_another_time_is_another_part_of_the_day(at, zone):
    hours = ContactHours(ZoneInfo(zone), time(9), time(20))

    retry = hours.at_another_time(than=at, earliest=at)

    assert hours.part_of_day(retry) != hours.part_of_day(at)


def test_naive_arithmetic_would_call_at_night():
    """The control: a day's worth of hours after the clocks went forward is another hour."""
    hours = hours_of(Dealership.Law.CHINA, "Europe/Berlin")
    evening = datetime(2026, 3, 27, 19, 30, tzinfo=hours.zone).astimezone(UTC)

    assert not is_inside(hours, evening + timedelta(hours=48))
    assert is_inside(hours, hours.next_allowed(evening + timedelta(hours=48)))


def test_the_law_narrows_the_own_hours_and_never_widens_them():
    hours = ContactHours(
        ZoneInfo("UTC"), time(10), time(19), legal=LegalHours(week=(NOON_GAP,) * 7)
    )

    assert hours.of_day(date(2026, 11, 20)) == [(time(10), time(12)), (time(13, 30), time(19))]
    assert not hours.allow(datetime(2026, 11, 20, 12, 30, tzinfo=UTC))
    assert hours.next_allowed(datetime(2026, 11, 20, 12, 30, tzinfo=UTC)) == datetime(
        2026, 11, 20, 13, 30, tzinfo=UTC
    )


def test_a_holiday_has_the_hours_of_holidays(dealership):
    dealership.law, dealership.country = Dealership.Law.RUSSIA, "RU"
    hours = contact_hours.own_hours(dealership)
    new_year = datetime(2027, 1, 1, 5, 30, tzinfo=UTC)  # 8:30 in Moscow

    dealership.calls_from = time(8)
    assert contact_hours.own_hours(dealership).next_allowed(new_year) == datetime(
        2027, 1, 1, 6, tzinfo=UTC
    )
    assert not hours.allow(new_year)


def test_a_customer_elsewhere_is_contacted_by_their_own_clock(dealership):
    here, there = make_customer(dealership), make_customer(dealership, time_zone="Asia/Vladivostok")

    assert contact_hours.hours_for(here, dealership).allow(NOW)
    assert not contact_hours.hours_for(there, dealership).allow(NOW + timedelta(hours=3))


def test_hours_that_never_come_are_said_so():
    hours = ContactHours(
        ZoneInfo("UTC"), time(21), time(22), legal=LegalHours(week=(NOON_GAP,) * 7)
    )

    with pytest.raises(NeverAllowed):
        hours.next_allowed(NOW)


@pytest.mark.parametrize("law", LAWS)
def test_every_profile_words_every_purpose_in_every_language(law):
    wordings = contact_hours.law_profile(law).wordings

    assert set(wordings) == {"service", "satisfaction", "advertising"}
    for texts in wordings.values():
        assert set(texts) == set(Dealership.Language.values)
        assert all("{dealership}" in text for text in texts.values())


def test_a_profile_is_for_every_law_and_advertising_always_needs_a_yes():
    for law in Dealership.Law.values:
        assert "advertising" in contact_hours.law_profile(law).must_ask


def every_day(*spans: str) -> dict[str, list[str]]:
    return {day: list(spans) for day in DAYS}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hours": {"weekdays": ["09:00-20:00"]}}, "saturdays is missing"),
        ({"hours": every_day("9-20")}, "'9-20' is no span"),
        ({"hours": every_day("20:00-09:00")}, "ends before it begins"),
        ({"consent": {"service": "never"}}, "consent.service"),
    ],
)
def test_a_broken_profile_says_what_is_wrong(change, said):
    data = {"hours": every_day("09:00-20:00"), "consent": {"service": "asked"}, "wording": {}}

    with pytest.raises(BadProfile, match=said):
        read_profile(data | change)

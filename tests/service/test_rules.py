"""Due dates on plain values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import rules

DAY = date(2026, 5, 14)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_months_are_added_on_the_calendar(day, months, expected):
    assert rules.add_months(day, months) == expected


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], None),
        ([(DAY, 10_000)], None),
        ([(DAY, 10_000), (DAY + timedelta(29), 11_000)], None),
        ([(DAY, 10_000), (DAY + timedelta(30), 11_230)], Decimal("41.00")),
        ([(DAY, 10_000), (DAY + timedelta(30), 10_000)], None),
        ([(DAY, 10_000), (DAY + timedelta(30), 999_999)], None),
        # the slip in the middle is left out
        (
            [(DAY, 10_000), (DAY + timedelta(50), 1_200), (DAY + timedelta(100), 14_100)],
            Decimal("41.00"),
        ),
        # a reading of long ago says nothing about today
        (
            [(date(2020, 1, 1), 0), (DAY, 10_000), (DAY + timedelta(100), 14_100)],
            Decimal("41.00"),
        ),
    ],
)
def test_the_pace_is_read_from_the_last_years(readings, expected):
    assert rules.pace(readings).km_per_day == expected


def test_due_is_the_earlier_of_time_and_kilometres():
    driven = rules.Pace(Decimal(50), 4, DAY, 20_000)

    due = rules.due(anchor_on=DAY, anchor_km=20_000, months=12, km=15_000, driven=driven)

    assert due.by_time_on == date(2027, 5, 14)
    assert due.due_on == due.by_km_on == DAY + timedelta(days=300)
    assert due.tolerance_days == 15


days = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


@given(
    readings=st.lists(st.tuples(days, st.integers(0, 2_000_000)), max_size=8),
    anchor_on=days,
    anchor_km=st.none() | st.integers(0, 2_000_000),
    months=st.integers(1, 60),
    km=st.integers(1, 100_000),
)
def test_any_readings_give_a_date_no_later_than_by_time(readings, anchor_on, anchor_km, months, km):
    due = rules.due(
        anchor_on=anchor_on, anchor_km=anchor_km, months=months, km=km,
        driven=rules.pace(readings),
    )  # fmt: skip

    assert due.due_on <= due.by_time_on
    assert 5 <= due.tolerance_days <= 30
    assert (due.by_km_on is None) == (anchor_km is None or rules.pace(readings).km_per_day is None)

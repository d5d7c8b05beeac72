"""The best hour to reach a person: the formula, the counting against a slow oracle, the retry."""

import itertools
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communications.best_hours import best_hour, habits_of
from communications.models import ReachedHour, Touch
from communications.rules.best_hours import (
    Cell,
    Habits,
    Tally,
    best_opening,
    best_retry,
    cell_of,
)
from communications.rules.hours import ContactHours
from communications.services.reached_hours import count_hours
from tests.factories import make_customer, make_dealership

MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = ContactHours(MOSCOW, time(9), time(21))
MONDAY = date(2026, 11, 23)
EVENING, MORNING = Cell(False, 9), Cell(False, 5)  # 17–19, 9–11


def moscow(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), MOSCOW)


def test_a_band_is_two_hours_that_begin_at_an_odd_one():
    assert cell_of(moscow(MONDAY, 17)) == cell_of(moscow(MONDAY, 18, 59)) == EVENING
    assert (EVENING.opens, EVENING.closes) == (17, 19)
    assert cell_of(moscow(MONDAY + timedelta(days=5), 9)) == Cell(True, 5)


def test_the_share_leans_on_people_alike_until_own_calls_speak():
    alike = {EVENING: Tally(80, 60), MORNING: Tally(80, 20)}
    stranger = Habits(alike=alike)
    early_bird = Habits(own={MORNING: Tally(10, 9), EVENING: Tally(10, 1)}, alike=alike)

    whole = 81 / 162
    prior = (60 + 20 * whole) / 100
    assert stranger.share(EVENING) == pytest.approx(prior)
    assert early_bird.share(EVENING) == pytest.approx((1 + 4 * prior) / 14)
    assert best_opening(stranger, HOURS, day=MONDAY).cell == EVENING
    assert best_opening(early_bird, HOURS, day=MONDAY).cell == MORNING


def test_with_little_known_nothing_is_said():
    little = Habits(own={EVENING: Tally(2, 2)}, alike={EVENING: Tally(29, 29)})

    assert best_opening(little, HOURS, day=MONDAY) is None
    assert best_retry(little, HOURS, earliest=moscow(MONDAY, 9), tried=()) is None


def test_the_band_is_cut_to_the_hours_of_contact():
    late = Habits(own={Cell(False, 10): Tally(5, 5)})
    until_eight = ContactHours(MOSCOW, time(9), time(20))

    best = best_opening(late, until_eight, day=MONDAY)

    assert (best.opens, best.closes) == (moscow(MONDAY, 19), moscow(MONDAY, 20))


def test_the_retry_goes_into_the_best_band_that_was_not_tried():
    habits = Habits(own={EVENING: Tally(5, 4), Cell(False, 7): Tally(5, 3), MORNING: Tally(5, 0)})
    earliest = moscow(MONDAY, 10)

    def retry(*tried: int) -> datetime:
        return best_retry(habits, HOURS, earliest=earliest, tried=tried)

    assert retry() == moscow(MONDAY, 17)
    assert retry(9) == moscow(MONDAY, 13)


def test_the_hours_asked_for_come_first():
    habits = Habits(own={EVENING: Tally(9, 9)}, preferred=(time(11), time(13)))

    retry = best_retry(habits, HOURS, earliest=moscow(MONDAY, 9), tried=(5,))

    assert retry == moscow(MONDAY, 11)


cells = st.builds(Cell, st.booleans(), st.integers(0, 12))
tallies = st.integers(0, 40).flatmap(
    lambda calls: st.builds(Tally, st.just(calls), st.integers(0, calls))
)
histories = st.dictionaries(cells, tallies, max_size=8)


@given(
    own=histories,
    alike=histories,
    start=st.integers(0, 60 * 24 * 30),
    opens=st.integers(7, 12),
    closes=st.integers(14, 23),
    tried=st.frozensets(st.integers(0, 12)),
)
def test_a_retry_is_callable_untried_and_no_minute_of_the_two_days_is_better(
    own, alike, start, opens, closes, tried
):
    habits, hours = Habits(own, alike), ContactHours(MOSCOW, time(opens), time(closes))
    earliest = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=start)

    retry = best_retry(habits, hours, earliest=earliest, tried=tried)

    if retry is None:
        return
    chosen = cell_of(retry.astimezone(MOSCOW))
    assert hours.allow(retry)
    assert retry >= earliest
    assert chosen.band not in tried
    first = earliest.astimezone(MOSCOW).date()
    for day in (first, first + timedelta(days=1)):
        for minute in range(opens * 60, closes * 60 - 30, 10):
            other = moscow(day, minute // 60, minute % 60)
            cell = cell_of(other)
            room = cell_of(other + timedelta(minutes=29)) == cell
            if other >= earliest and room and cell.band not in tried:
                assert habits.share(chosen) >= habits.share(cell) - 1e-12


calls = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(-60 * 24 * 400, 60),
        st.sampled_from(["reached", "no_answer", "wrong_number", ""]),
        st.sampled_from(["call", "sms"]),
        st.booleans(),
    ),
    max_size=25,
)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
numbers = itertools.count()


def oracle(rows, zones, kinds):
    """Row by row in plain Python, what the statements count as sets."""
    own, alike = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    for person, minutes, outcome, channel, is_undone in rows:
        at = NOW + timedelta(minutes=minutes)
        if is_undone or channel != "call" or outcome in ("", "wrong_number") or at >= NOW:
            continue
        cell = cell_of(at.astimezone(ZoneInfo(zones[person])))
        reached = int(outcome == "reached")
        for tally in [own[person, cell]] + [alike[kinds[person], cell]] * (
            at >= NOW - timedelta(days=365)
        ):
            tally[0] += 1
            tally[1] += reached
    return own, alike


@pytest.mark.django_db
@settings(max_examples=25)
@given(rows=calls)
def test_what_is_counted_is_what_the_oracle_counts(rows):
    Touch.objects.all().delete()
    ReachedHour.objects.all().delete()
    dealership = make_dealership(f"place-{next(numbers)}")
    zones = ["Europe/Moscow", "Asia/Yekaterinburg", "Europe/Moscow"]
    kinds = ["person", "person", "company"]
    people = [
        make_customer(dealership, kind=kind, time_zone=zone if zone != zones[0] else "")
        for kind, zone in zip(kinds, zones, strict=True)
    ]
    Touch.objects.bulk_create(
        Touch(
            dealership=dealership, customer=people[person], channel=channel,
            at=NOW + timedelta(minutes=minutes), outcome=outcome,
            is_conversation=outcome == "reached", undone_at=NOW if is_undone else None,
        )
        for person, minutes, outcome, channel, is_undone in rows
    )  # fmt: skip

    count_hours(dealership=dealership, at=NOW)
    found = [habits_of(customer=customer, dealership=dealership, at=NOW) for customer in people]

    own, alike = oracle(rows, zones, kinds)
    for person, habits in enumerate(found):
        assert {cell: list(tally) for cell, tally in habits.own.items()} == {
            cell: tally for (who, cell), tally in own.items() if who == person
        }
        assert {cell: list(tally) for cell, tally in habits.alike.items()} == {
            cell: tally for (kind, cell), tally in alike.items() if kind == kinds[person]
        }


def test_counting_again_changes_nothing_and_forgets_what_grew_old(dealership):
    customer = make_customer(dealership)
    Touch.objects.create(
        dealership=dealership, customer=customer, at=NOW - timedelta(days=300),
        outcome="reached", is_conversation=True,
    )  # fmt: skip

    assert count_hours(dealership=dealership, at=NOW) == 1
    assert count_hours(dealership=dealership, at=NOW) == 1
    assert ReachedHour.objects.count() == 1
    assert count_hours(dealership=dealership, at=NOW + timedelta(days=200)) == 0
    assert not ReachedHour.objects.exists()


def test_a_customer_who_lives_elsewhere_is_shown_their_own_clock(dealership):
    customer = make_customer(dealership, time_zone="Asia/Yekaterinburg")
    friday = moscow(date(2026, 11, 13), 15, 30)  # half past five in the evening there
    for week in range(4):
        Touch.objects.create(
            dealership=dealership, customer=customer, at=friday - timedelta(weeks=week),
            outcome="reached", is_conversation=True,
        )  # fmt: skip

    best = best_hour(customer=customer, dealership=dealership, at=NOW)

    assert (best.opens, best.closes, best.calls) == (time(17), time(19), 4)
    assert (best.is_elsewhere, best.is_weekend, best.is_asked_for) == (True, False, False)

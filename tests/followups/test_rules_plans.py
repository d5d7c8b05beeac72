"""The plan of a rule: which step comes next, on which day; what is no plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.plans import Fault, Place, Plan, Step, faults

TODAY = date(2026, 11, 22)
CALL, SMS, EMAIL = "call", "sms", "email"
PLAN = Plan((Step(SMS), Step(CALL, 2, 2), Step(EMAIL, 4), Step(CALL, 7, 3)))


def days_of(plan, place, window=30):
    """(day of the message, day of the next call), counted from the day of planning."""
    window_end = TODAY + timedelta(days=window - 1)
    message = plan.message_on(place, planned_on=TODAY, due_until=window_end)
    call = plan.call_on(place, planned_on=TODAY, due_until=window_end)
    return message and (message - TODAY).days, (call - TODAY).days


def test_a_message_leads_to_the_next_step_and_a_call_after_its_failures():
    place = PLAN.after_message(Place())
    after_one = PLAN.after_failed_call(place)
    after_two = PLAN.after_failed_call(after_one)

    assert (place, after_one, after_two) == (Place(2), Place(2, 1), Place(3))


def test_each_place_knows_its_message_and_the_call_that_follows():
    days = [days_of(PLAN, Place(position)) for position in (1, 2, 3, 4)]

    assert days == [(0, 2), (None, 2), (4, 7), (None, 7)]


def test_a_call_before_its_turn_counts_for_the_call_that_comes():
    assert PLAN.after_failed_call(Place(1)) == Place(2, 1)
    assert PLAN.after_failed_call(Place(3)) == Place(4, 1)


def test_the_last_call_stays_the_last_step_however_often_it_fails():
    assert PLAN.after_failed_call(Place(4, 7)) == Place(4, 8)


def test_what_does_not_fit_into_the_window_gives_way_to_a_call_on_its_last_day():
    assert days_of(PLAN, Place(3), window=5) == (None, 4)
    assert days_of(PLAN, Place(3), window=6) == (4, 5)


def test_a_plan_made_shorter_goes_on_with_its_last_step():
    assert PLAN.at(Place(9)) == Step(CALL, 7, 3)
    assert PLAN.after_failed_call(Place(9)) == Place(4, 1)
    assert days_of(PLAN, Place(9)) == (None, 7)


def test_the_calls_of_a_plan_are_counted_together():
    assert PLAN.most_calls == 5


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], [(Fault.EMPTY, 0)]),
        ([Step(CALL), Step(SMS)], [(Fault.LAST_IS_NO_CALL, 2)]),
        ([Step(SMS, 3), Step(CALL, 2)], [(Fault.DAYS_FALL, 2)]),
        ([Step(CALL), Step(CALL, 10)], [(Fault.BEYOND_WINDOW, 2)]),
        ([Step(SMS), Step(CALL), Step(CALL, 9)], []),
    ],
)
def test_what_is_wrong_with_a_plan_is_named_with_its_place(steps, found):
    assert faults(steps, window_days=10) == found


STEPS = st.builds(Step, st.sampled_from([CALL, SMS, EMAIL]), st.integers(0, 20), st.integers(1, 4))


@given(
    steps=st.lists(STEPS, max_size=7).map(lambda some: [*some, Step(CALL, 21, 2)]),
    window=st.integers(1, 40),
    happenings=st.lists(st.booleans(), max_size=40),
)
def test_however_it_goes_every_plan_ends_with_a_call_inside_the_window(steps, window, happenings):
    plan = Plan(tuple(sorted(steps, key=lambda step: step.day)))
    place = Place()
    for is_failed_call in happenings:
        before = place.position
        is_message = not plan.at(place).is_call
        place = (
            plan.after_failed_call(place)
            if is_failed_call or not is_message
            else (plan.after_message(place))
        )
        message, call = days_of(plan, place, window)
        assert before <= place.position <= len(plan.steps)
        assert 0 <= call < window
        assert message is None or message < window - 1
    assert plan.steps[-1].is_call

"""How an open card stands: the words a supervisor reads."""

from datetime import timedelta

import pytest

from followups.rules.lateness import LEASE
from followups.rules.standing import Line, Standing, last_sign, line_of, standing_of, urgency_of
from tests.factories import NOW, TODAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WAITING = {
    "is_held": False,
    "callback_at": None,
    "lapses": 0,
    "not_before": NOW - HOUR,
    "due_until": TODAY + 5 * DAY,
}


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ({}, Standing.WAITING),
        ({"due_until": TODAY}, Standing.LAST_DAY),
        ({"due_until": TODAY - DAY}, Standing.LATE),
        ({"not_before": NOW + HOUR}, Standing.LATER),
        ({"not_before": NOW + HOUR, "due_until": TODAY}, Standing.LATER),
        ({"not_before": NOW + HOUR, "lapses": 3}, Standing.SET_ASIDE),
        ({"lapses": 3}, Standing.WAITING),
        ({"callback_at": NOW + HOUR, "not_before": NOW + HOUR}, Standing.PROMISED),
        ({"callback_at": NOW, "not_before": NOW}, Standing.PROMISED),
        ({"callback_at": NOW - HOUR, "due_until": TODAY - DAY}, Standing.PROMISE_LATE),
        ({"is_held": True, "due_until": TODAY - DAY}, Standing.HELD),
    ],
)
def test_a_card_stands_as_people_would_say(facts, standing):
    assert standing_of(**{**WAITING, **facts}, at=NOW, today=TODAY) == standing


@pytest.mark.parametrize(
    ("silence", "line"),
    [
        (timedelta(), Line.THERE),
        (timedelta(seconds=90), Line.THERE),
        (timedelta(seconds=91), Line.QUIET),
        (LEASE, Line.QUIET),
        (LEASE + timedelta(seconds=1), Line.GONE),
    ],
)
def test_a_browser_without_signs_of_life_is_seen(silence, line):
    lease_until = NOW - silence + LEASE

    assert line_of(lease_until, at=NOW) == line
    assert last_sign(lease_until) == NOW - silence


def test_priorities_are_said_in_three_words():
    words = [urgency_of(priority).value for priority in range(1, 10)]

    assert words == ["high"] * 2 + ["usual"] * 3 + ["low"] * 4

"""The outcome table and the calling hours, on plain values."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from communications.models import Touch
from communications.rules.hours import ContactHours
from communications.services.call_outcomes import STANDARD
from followups.rules.outcomes import Effects, Outcome, Situation, is_conversation, next_step

MOSCOW = ContactHours(ZoneInfo("Europe/Moscow"), time(9), time(20))
MORNING = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)  # Friday, 10:00 in Moscow
CALL = Situation(
    effects=Effects(Outcome.REACHED),
    at=MORNING,
    attempts=0,
    max_attempts=4,
    due_until=date(2026, 11, 30),
    hours=MOSCOW,
)
OF_EFFECTS = {each.name for each in fields(Effects)}


def after(outcome: str, **changes):
    """The standard outcome of a kind, unless `changes` name other effects."""
    of_outcome = {name: changes.pop(name) for name in OF_EFFECTS & changes.keys()}
    standard = {name: STANDARD[outcome][name] for name in OF_EFFECTS & STANDARD[outcome].keys()}
    effects = Effects(Outcome(outcome), **(standard | of_outcome))
    return next_step(replace(CALL, effects=effects, **changes))


def test_the_table_knows_every_outcome_of_a_touch():
    assert set(Outcome) == set(Touch.Outcome.values)


TABLE = [
    ("reached", {}, ("done", "", 0)),
    ("reached", {"has_reasons": True}, ("waiting", "", 0)),
    ("no_answer", {}, ("waiting", "", 1)),
    ("no_answer", {"attempts": 3}, ("dropped", "attempts", 4)),
    ("no_answer", {"due_until": date(2026, 11, 20)}, ("waiting", "", 1)),
    (
        "no_answer",
        {"due_until": date(2026, 11, 20), "at": MORNING + timedelta(hours=9)},
        ("dropped", "expired", 1),
    ),
    ("busy", {}, ("waiting", "", 1)),
    ("busy", {"attempts": 3}, ("dropped", "attempts", 4)),
    ("wrong_number", {"has_number": True}, ("waiting", "", 1)),
    ("wrong_number", {"has_number": False}, ("dropped", "no_number", 0)),
    ("wrong_number", {"attempts": 3}, ("dropped", "attempts", 4)),
    ("call_back", {"callback_at": MORNING + timedelta(hours=2)}, ("waiting", "", 0)),
    ("call_back", {"callback_at": MORNING + timedelta(hours=2), "attempts": 3}, ("waiting", "", 3)),
    ("refused", {}, ("done", "", 0)),
    ("do_not_call", {}, ("dropped", "do_not_call", 0)),
    ("not_owner", {"has_handled": False}, ("dropped", "not_owner", 0)),
    ("not_owner", {"has_handled": True}, ("done", "", 0)),
    ("not_owner", {"has_handled": False, "has_reasons": True}, ("waiting", "", 0)),
    # a dealership's own: a talk that ends nothing, a failure that ends all, so many and no more
    ("reached", {"is_terminal": False, "has_reasons": True}, ("waiting", "", 0)),
    ("refused", {"is_terminal": False, "has_reasons": True}, ("waiting", "", 0)),
    ("no_answer", {"is_terminal": True}, ("dropped", "attempts", 1)),
    ("busy", {"most_attempts": 2}, ("waiting", "", 1)),
    ("busy", {"most_attempts": 2, "same_before": 1, "attempts": 1}, ("dropped", "attempts", 2)),
    (
        "reached",
        {"is_terminal": False, "has_reasons": True, "most_attempts": 1},
        ("done", "", 0),
    ),
]


@pytest.mark.parametrize(("outcome", "changes", "expected"), TABLE)
def test_what_follows_from_an_outcome(outcome, changes, expected):
    step = after(outcome, **changes)

    assert (step.status, step.drop_reason, step.attempts) == expected


def test_no_answer_is_tried_at_another_time_of_the_next_day():
    step = after("no_answer")

    local = step.not_before.astimezone(MOSCOW.zone)
    assert (local.date(), local.time()) == (date(2026, 11, 21), time(12, 40))


def test_no_answer_in_the_evening_is_tried_in_a_morning():
    step = after("no_answer", at=MORNING + timedelta(hours=8))  # 18:00

    assert step.not_before.astimezone(MOSCOW.zone).time() == time(9)


def test_busy_is_tried_in_half_an_hour():
    assert after("busy").not_before == MORNING + timedelta(minutes=30)


def test_the_wait_counts_in_calling_hours_only():
    step = after("busy", at=MORNING + timedelta(hours=9, minutes=50))  # 19:50

    local = step.not_before.astimezone(MOSCOW.zone)
    assert local == datetime(2026, 11, 21, 9, 20, tzinfo=MOSCOW.zone)


def test_the_next_number_may_be_called_at_once():
    assert after("wrong_number").not_before == MORNING


def test_a_callback_keeps_the_promised_time():
    promised = MORNING + timedelta(days=20)

    step = after("call_back", callback_at=promised)

    assert (step.not_before, step.callback_at) == (promised, promised)


def test_only_talks_with_the_customer_are_conversations():
    talks = {outcome.value for outcome in Outcome if is_conversation(outcome)}

    assert talks == {"reached", "call_back", "refused", "do_not_call", "not_owner"}

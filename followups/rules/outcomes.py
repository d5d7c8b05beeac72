"""What follows from the outcome of a call: one table, plain values in and out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from communications.rules.hours import ContactHours


class Outcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"
    REFUSED = "refused"
    DO_NOT_CALL = "do_not_call"
    NOT_OWNER = "not_owner"


# a talk with the customer, whatever came of it; attempt and conversation are counted apart (N8)
CONVERSATIONS = frozenset(
    {
        Outcome.REACHED,
        Outcome.CALL_BACK,
        Outcome.REFUSED,
        Outcome.DO_NOT_CALL,
        Outcome.NOT_OWNER,
    }
)

# two tries within the last days of a window lie at least this far apart
SHORTEST_RETRY = timedelta(hours=2)


@dataclass(frozen=True)
class Situation:
    """What is known when an outcome is entered.

    attempts      calls that did not reach the customer, before this one
    due_until     last day of the longest open reason, local and inclusive
    has_number    a number is left that may be called (after a wrong one was marked)
    has_reasons   reasons stay open after those handled and dropped in this call
    has_handled   at least one reason was handled in this call
    calls_from    first local day on which the plan of an open reason calls again; None: any day
    """

    outcome: Outcome
    at: datetime
    attempts: int
    max_attempts: int
    due_until: date
    hours: ContactHours
    no_answer_hours: int
    busy_minutes: int
    has_number: bool = True
    has_reasons: bool = False
    has_handled: bool = True
    callback_at: datetime | None = None
    calls_from: date | None = None


@dataclass(frozen=True)
class Step:
    """The card afterwards: done, dropped (why), or waiting from not_before on."""

    status: str
    attempts: int
    drop_reason: str = ""
    not_before: datetime | None = None
    callback_at: datetime | None = None


def is_conversation(outcome: Outcome) -> bool:
    return outcome in CONVERSATIONS


def is_failure(outcome: Outcome) -> bool:
    """A try that the plan counts: nobody was reached, and nobody said more."""
    return outcome not in CONVERSATIONS


def next_step(situation: Situation) -> Step:
    """The table: every outcome has one row."""
    return _TABLE[situation.outcome](situation)


def _finished(now: Situation) -> Step:
    return Step("done", now.attempts)


def _after_talk(now: Situation) -> Step:
    """Reasons left for later wait for a retry; a talk does not use up an attempt."""
    if not now.has_reasons:
        return _finished(now)
    return _wait(now, now.attempts, now.at + timedelta(hours=now.no_answer_hours), elsewhen=False)


def _after_no_answer(now: Situation) -> Step:
    return _retry(now, now.at + timedelta(hours=now.no_answer_hours), elsewhen=True)


def _after_busy(now: Situation) -> Step:
    return _retry(now, now.at + timedelta(minutes=now.busy_minutes), elsewhen=False)


def _after_wrong_number(now: Situation) -> Step:
    if not now.has_number:
        return _dropped(now, now.attempts, "no_number")
    return _retry(now, now.at, elsewhen=False)


def _promised(now: Situation) -> Step:
    return Step("waiting", now.attempts, not_before=now.callback_at, callback_at=now.callback_at)


def _forbidden(now: Situation) -> Step:
    return _dropped(now, now.attempts, "do_not_call")


def _after_sold_car(now: Situation) -> Step:
    if now.has_reasons or now.has_handled:
        return _after_talk(now)
    return _dropped(now, now.attempts, "not_owner")


def _retry(now: Situation, earliest: datetime, *, elsewhen: bool) -> Step:
    attempts = now.attempts + 1
    if attempts >= now.max_attempts:
        return _dropped(now, now.max_attempts, "attempts")
    return _wait(now, attempts, earliest, elsewhen=elsewhen)


def _wait(now: Situation, attempts: int, earliest: datetime, *, elsewhen: bool) -> Step:
    """In calling hours, and sooner than asked for when the window would pass before."""
    if now.calls_from:
        earliest = max(earliest, datetime.combine(now.calls_from, time(), now.hours.zone))
    if elsewhen:
        retry = now.hours.at_another_time(than=now.at, earliest=earliest)
    else:
        retry = now.hours.next_allowed(earliest)
    if _is_late(now, retry):
        retry = now.hours.next_allowed(now.at + SHORTEST_RETRY)
    if _is_late(now, retry):
        return _dropped(now, attempts, "expired")
    return Step("waiting", attempts, not_before=retry)


def _is_late(now: Situation, retry: datetime) -> bool:
    return retry.astimezone(now.hours.zone).date() > now.due_until


def _dropped(now: Situation, attempts: int, reason: str) -> Step:
    return Step("dropped", attempts, drop_reason=reason)


_TABLE: dict[Outcome, Callable[[Situation], Step]] = {
    Outcome.REACHED: _after_talk,
    Outcome.NO_ANSWER: _after_no_answer,
    Outcome.BUSY: _after_busy,
    Outcome.WRONG_NUMBER: _after_wrong_number,
    Outcome.CALL_BACK: _promised,
    Outcome.REFUSED: _finished,
    Outcome.DO_NOT_CALL: _forbidden,
    Outcome.NOT_OWNER: _after_sold_car,
}

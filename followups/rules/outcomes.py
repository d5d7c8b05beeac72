"""What follows from the outcome of a call, by its kind and the dealership's data. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from communications.rules.best_hours import Habits, best_retry, cell_of
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
class Effects:
    """What the dealership lets follow from an outcome (communications.CallOutcome).

    retry_minutes  of calling hours, when the card is not done with
    most_attempts  of this very outcome on one card; None: as many as the plan has
    """

    kind: Outcome
    is_terminal: bool = False
    retry_minutes: int = 0
    most_attempts: int | None = None
    other_time: bool = False


@dataclass(frozen=True)
class Situation:
    """What is known when an outcome is entered.

    same_before   how often the card came to this very outcome already
    attempts      calls that did not reach the customer, before this one
    due_until     last day of the longest open reason, local and inclusive
    has_number    a number is left that may be called (after a wrong one was marked)
    has_reasons   reasons stay open after those handled and dropped in this call
    has_handled   at least one reason was handled in this call
    habits        when the customer is reached, where the next try is at another time of day
    tried_at      calls of this card before that reached nobody
    calls_from    first local day on which the plan of an open reason calls again; None: any day
    """

    effects: Effects
    at: datetime
    attempts: int
    max_attempts: int
    due_until: date
    hours: ContactHours
    same_before: int = 0
    has_number: bool = True
    has_reasons: bool = False
    has_handled: bool = True
    callback_at: datetime | None = None
    calls_from: date | None = None
    habits: Habits | None = None
    tried_at: tuple[datetime, ...] = ()


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
    """The table by kind; within a kind the dealership's data decide."""
    return _TABLE[situation.effects.kind](situation)


def _finished(now: Situation) -> Step:
    return Step("done", now.attempts)


def _after_talk(now: Situation) -> Step:
    """Reasons left for later wait for a retry; a talk does not use up an attempt."""
    if not now.has_reasons or _is_enough(now):
        return _finished(now)
    return _wait(now, now.attempts)


def _after_refusal(now: Situation) -> Step:
    """Of everything, unless the dealership asks again."""
    return _finished(now) if now.effects.is_terminal else _after_talk(now)


def _after_failure(now: Situation) -> Step:
    attempts = now.attempts + 1
    if now.effects.is_terminal or attempts >= now.max_attempts or _is_enough(now):
        return _dropped(now, min(attempts, now.max_attempts), "attempts")
    return _wait(now, attempts)


def _after_wrong_number(now: Situation) -> Step:
    if not now.has_number:
        return _dropped(now, now.attempts, "no_number")
    return _after_failure(now)


def _is_enough(now: Situation) -> bool:
    most = now.effects.most_attempts
    return most is not None and now.same_before + 1 >= most


def _promised(now: Situation) -> Step:
    return Step("waiting", now.attempts, not_before=now.callback_at, callback_at=now.callback_at)


def _forbidden(now: Situation) -> Step:
    return _dropped(now, now.attempts, "do_not_call")


def _after_sold_car(now: Situation) -> Step:
    if now.has_reasons or now.has_handled:
        return _after_talk(now)
    return _dropped(now, now.attempts, "not_owner")


def _wait(now: Situation, attempts: int) -> Step:
    """In calling hours, and sooner than asked for when the window would pass before."""
    earliest = now.hours.after(now.at, now.effects.retry_minutes)
    if now.calls_from:
        earliest = max(earliest, datetime.combine(now.calls_from, time(), now.hours.zone))
    retry = _at_best_hour(now, earliest)
    if retry is None or _is_late(now, retry):
        retry = _at_any_hour(now, earliest)
    if _is_late(now, retry):
        retry = now.hours.next_allowed(now.at + SHORTEST_RETRY)
    if _is_late(now, retry):
        return _dropped(now, attempts, "expired")
    return Step("waiting", attempts, not_before=retry)


def _at_best_hour(now: Situation, earliest: datetime) -> datetime | None:
    """The best hour not tried yet; None where any will do, or none is known."""
    if not now.effects.other_time or now.habits is None:
        return None
    calls = (now.at, *now.tried_at)
    tried = {cell_of(call.astimezone(now.hours.zone)).band for call in calls}
    return best_retry(now.habits, now.hours, earliest=earliest, tried=tried)


def _at_any_hour(now: Situation, earliest: datetime) -> datetime:
    if now.effects.other_time:
        return now.hours.at_another_time(than=now.at, earliest=earliest)
    return now.hours.next_allowed(earliest)


def _is_late(now: Situation, retry: datetime) -> bool:
    return retry.astimezone(now.hours.zone).date() > now.due_until


def _dropped(now: Situation, attempts: int, reason: str) -> Step:
    return Step("dropped", attempts, drop_reason=reason)


_TABLE: dict[Outcome, Callable[[Situation], Step]] = {
    Outcome.REACHED: _after_talk,
    Outcome.NO_ANSWER: _after_failure,
    Outcome.BUSY: _after_failure,
    Outcome.WRONG_NUMBER: _after_wrong_number,
    Outcome.CALL_BACK: _promised,
    Outcome.REFUSED: _after_refusal,
    Outcome.DO_NOT_CALL: _forbidden,
    Outcome.NOT_OWNER: _after_sold_car,
}

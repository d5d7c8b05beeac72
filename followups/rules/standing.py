"""How an open card stands, as people ask it: in hands, promised, late, waiting. Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from followups.rules.lateness import CALLBACK_GRACE, LEASE, MOST_LAPSES

QUIET_AFTER = timedelta(seconds=90)
"""A browser gives a sign of life every minute; half a minute more may be the line."""


class Standing(StrEnum):
    HELD = "held"
    PROMISE_LATE = "promise_late"
    PROMISED = "promised"
    SET_ASIDE = "set_aside"
    LATER = "later"
    LATE = "late"
    LAST_DAY = "last_day"
    WAITING = "waiting"


LATE_STANDINGS = frozenset({Standing.PROMISE_LATE, Standing.LATE, Standing.LAST_DAY})
"""What the filter "late" finds: the promised time has passed, or the last day has come."""


class Urgency(StrEnum):
    HIGH = "high"
    USUAL = "usual"
    LOW = "low"


class Line(StrEnum):
    """Whether the browser of a held card still answers."""

    THERE = "there"
    QUIET = "quiet"
    GONE = "gone"


def standing_of(
    *,
    is_held: bool,
    callback_at: datetime | None,
    lapses: int,
    not_before: datetime,
    due_until: date,
    at: datetime,
    today: date,
) -> Standing:
    """`due_until` is inclusive; `today` is the dealership's calendar day at `at`."""
    if is_held:
        return Standing.HELD
    if callback_at is not None:
        late = callback_at < at - CALLBACK_GRACE and not_before <= at
        return Standing.PROMISE_LATE if late else Standing.PROMISED
    if not_before > at:
        return Standing.SET_ASIDE if lapses >= MOST_LAPSES else Standing.LATER
    if due_until < today:
        return Standing.LATE
    return Standing.LAST_DAY if due_until == today else Standing.WAITING


def urgency_of(priority: int) -> Urgency:
    """In words what the rules count from 1 (first) to 9 (last)."""
    if priority <= 2:
        return Urgency.HIGH
    return Urgency.USUAL if priority <= 5 else Urgency.LOW


def last_sign(lease_until: datetime) -> datetime:
    """When the holder's browser was heard of last."""
    return lease_until - LEASE


def line_of(lease_until: datetime, *, at: datetime) -> Line:
    """Gone: the lease has run out, the next sweep puts the card back into the queue."""
    if lease_until < at:
        return Line.GONE
    return Line.QUIET if at - last_sign(lease_until) > QUIET_AFTER else Line.THERE

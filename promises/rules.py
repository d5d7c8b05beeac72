"""The clock of a promise, and how it stands: open, kept or broken. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dealerships.periods import NeverOpen, WorkingTime

REMIND_BEFORE = timedelta(hours=2)
"""Of working time: a promise for nine in the morning is remembered the evening before."""

GRACE = timedelta(hours=1)
"""Of working time: after so long it is the team's, and broken for whoever let it lie."""


class Standing(StrEnum):
    """How a promise stands: the first three are open."""

    LATER = "later"
    SOON = "soon"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"  # done, and broken all the same: the team had to take it
    BROKEN = "broken"


@dataclass(frozen=True)
class Clock:
    """When the owner is reminded, when it is due, and from when on it is the team's."""

    remind_at: datetime
    due_at: datetime
    team_at: datetime


def clock_of(*, due_at: datetime, at: datetime, hours: WorkingTime) -> Clock:
    """The clock of a promise given or moved at `at` for `due_at`.

    It is reminded never before it was given. A dealership without openings has no working time:
    there the same amounts are counted by the wall clock.
    """
    try:
        remind_at = hours.before(due_at, REMIND_BEFORE)
        team_at = hours.after(due_at, GRACE)
    except NeverOpen:
        remind_at, team_at = due_at - REMIND_BEFORE, due_at + GRACE
    return Clock(max(remind_at, min(at, due_at)), due_at, team_at)


def ending_of(*, is_kept: bool, was_late: bool) -> Standing:
    """How a closed promise stands; was_late: its owner let it lie beyond the grace."""
    if not is_kept:
        return Standing.BROKEN
    return Standing.KEPT_LATE if was_late else Standing.KEPT


def standing_of(*, remind_at: datetime, due_at: datetime, at: datetime) -> Standing:
    """Of an open one: late from its time on, soon from the reminder on."""
    if at >= due_at:
        return Standing.LATE
    return Standing.SOON if at >= remind_at else Standing.LATER

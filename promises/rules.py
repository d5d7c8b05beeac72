"""The clock of a promise: when its owner is reminded, when the team takes it over. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dealerships.periods import NeverOpen, WorkingTime

REMIND_BEFORE = timedelta(hours=2)
"""Of working time: a promise for nine in the morning is remembered the evening before."""

GRACE = timedelta(hours=1)
"""Of working time: after so long it is the team's, and broken for whoever let it lie."""


class Standing(StrEnum):
    """How an open promise stands."""

    LATER = "later"
    SOON = "soon"
    LATE = "late"


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


def standing_of(*, remind_at: datetime, due_at: datetime, at: datetime) -> Standing:
    """Late from its time on, soon from the reminder on."""
    if at >= due_at:
        return Standing.LATE
    return Standing.SOON if at >= remind_at else Standing.LATER

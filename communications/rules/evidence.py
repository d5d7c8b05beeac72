"""Which telephone call proves which reported outcome, and which reports look doubtful (N8).

Plain values in and out; the services bring the rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BEFORE = timedelta(hours=1)
"""An outcome is entered so long after its call ended, at most."""
AHEAD = timedelta(minutes=5)
"""Clocks differ, and some enter the outcome while it still rings."""
TOO_SHORT = 5
"""Seconds: in less nobody was spoken with."""
BATCH = 5
BATCH_WITHIN = timedelta(minutes=2)
"""So many outcomes in so short a time were not called one by one."""


@dataclass(frozen=True)
class Reported:
    """An outcome as a person entered it; number empty where they did not say."""

    pk: int
    at: datetime
    number: str
    customer: int


@dataclass(frozen=True)
class Seen:
    """A call as the exchange saw it; customer None where the number is several people's."""

    pk: int
    started_at: datetime
    ended_at: datetime | None
    number: str
    customer: int | None


def fits(reported: Reported, call: Seen) -> bool:
    """Same customer, or the same number; begun before the report and not long over."""
    if reported.number and call.number and reported.number != call.number:
        return False
    same_number = bool(reported.number) and reported.number == call.number
    if not same_number and call.customer != reported.customer:
        return False
    over = call.ended_at or call.started_at
    return call.started_at <= reported.at + AHEAD and over >= reported.at - BEFORE


def pairs(reports: Iterable[Reported], calls: Iterable[Seen]) -> list[tuple[int, int]]:
    """(report, call) that belong together, each once; the nearest in time first.

    The same for every order of the two lists.
    """
    calls = list(calls)
    fitting = sorted(
        (_distance(report, call), report.at, report.pk, call.pk)
        for report in reports
        for call in calls
        if fits(report, call)
    )
    taken_reports: set[int] = set()
    taken_calls: set[int] = set()
    found = []
    for _far, _at, report, call in fitting:
        if report not in taken_reports and call not in taken_calls:
            taken_reports.add(report)
            taken_calls.add(call)
            found.append((report, call))
    return found


def in_batches(moments: Sequence[datetime]) -> list[bool]:
    """For each of one person's outcomes, in order of time: is it one of a batch?"""
    found = [False] * len(moments)
    for first in range(len(moments) - BATCH + 1):
        last = first + BATCH - 1
        if moments[last] - moments[first] <= BATCH_WITHIN:
            found[first : last + 1] = [True] * BATCH
    return found


def _distance(report: Reported, call: Seen) -> float:
    """Seconds between the end of the call and its report."""
    return abs(((call.ended_at or call.started_at) - report.at).total_seconds())

"""The hour at which a person is reached best, learnt from calls before. Pure.

A band is two hours of the local clock, workdays and weekends apart. The share of calls that reach
somebody in a band is estimated twice over, so that a few calls do not say more than they know:

    alike = (reached of the segment in the band + 20 * share of the segment) / (calls + 20)
    share = (reached of the person in the band + 4 * alike) / (calls of the person + 4)

The posterior mean of a binomial under a beta prior worth so many calls. The segment is the
customers of a dealership of one kind (persons, companies).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from communications.rules.hours import ContactHours, Span, within

SEGMENT_WORTH = 20
"""Calls that the segment's whole share counts for in each of its bands."""
OWN_WORTH = 4
"""Calls that the people alike count for in each band of a person."""
FEWEST_OWN = 3
FEWEST_ALIKE = 30
"""Below, nothing is said: chance alone would speak."""
ROOM_TO_CALL = timedelta(minutes=30)
"""A rest of a band shorter than this is none."""
RETRY_DAYS = 2
"""The band of a retry is looked for on the first day that it may come, and on the next one."""
BAND_HOURS = 2
BANDS = 13
SATURDAY = 5


class Cell(NamedTuple):
    is_weekend: bool
    band: int

    @property
    def opens(self) -> int:
        """The hour at which it begins: 17 of 17–19; bands begin at odd hours."""
        return max(self.band * BAND_HOURS - 1, 0)

    @property
    def closes(self) -> int:
        return min(self.band * BAND_HOURS + 1, 24)


class Tally(NamedTuple):
    calls: int = 0
    reached: int = 0


@dataclass(frozen=True)
class Habits:
    """What is known of when a person is reached.

    preferred   the hours they asked for; they come before what was learnt
    """

    own: Mapping[Cell, Tally] = field(default_factory=dict)
    alike: Mapping[Cell, Tally] = field(default_factory=dict)
    preferred: Span | None = None

    @property
    def own_calls(self) -> int:
        return sum(tally.calls for tally in self.own.values())

    @property
    def alike_calls(self) -> int:
        return sum(tally.calls for tally in self.alike.values())

    @property
    def is_known(self) -> bool:
        enough = self.own_calls >= FEWEST_OWN or self.alike_calls >= FEWEST_ALIKE
        return enough or self.preferred is not None

    def share(self, cell: Cell) -> float:
        """Of calls in this cell, how many are expected to reach the person."""
        own, alike = self.own.get(cell, Tally()), self.alike.get(cell, Tally())
        prior = (alike.reached + SEGMENT_WORTH * self._share_alike()) / (
            alike.calls + SEGMENT_WORTH
        )
        return (own.reached + OWN_WORTH * prior) / (own.calls + OWN_WORTH)

    def _share_alike(self) -> float:
        reached = sum(tally.reached for tally in self.alike.values())
        return (reached + 1) / (self.alike_calls + 2)


def cell_of(local: datetime) -> Cell:
    return Cell(local.weekday() >= SATURDAY, (local.hour + 1) // BAND_HOURS)


class Opening(NamedTuple):
    """What the hours of contact leave of a band on one day: instants, half-open, in UTC."""

    cell: Cell
    opens: datetime
    closes: datetime


def best_opening(habits: Habits, hours: ContactHours, *, day: date) -> Opening | None:
    """The best band of a local day within the hours of contact; the earlier of equal ones.

    None: no contact is allowed that day, or too little is known.
    """
    if not habits.is_known:
        return None
    found = _openings(habits, hours, day)
    return min(found, key=lambda each: (-habits.share(each.cell), each.opens), default=None)


def best_retry(
    habits: Habits, hours: ContactHours, *, earliest: datetime, tried: Collection[int]
) -> datetime | None:
    """When to call again: the best band not tried yet on the first two days; the first of equals.

    tried   the bands in which this matter was called about in vain, whatever the day
    None: too little is known, or everything was tried. In UTC.
    """
    if not habits.is_known:
        return None
    first = earliest.astimezone(hours.zone).date()
    found = []
    for ahead in range(RETRY_DAYS):
        for cell, opens, closes in _openings(habits, hours, first + timedelta(days=ahead)):
            start = max(opens, earliest.astimezone(UTC))
            if cell.band not in tried and closes - start >= ROOM_TO_CALL:
                found.append((-habits.share(cell), start))
    return min(found)[1] if found else None


def _openings(habits: Habits, hours: ContactHours, day: date) -> list[Opening]:
    """The bands of a day within the hours of contact, and those the customer asked for."""
    spans = hours.of_day(day)
    if habits.preferred:
        spans = within(habits.preferred, spans) or spans
    cells = [Cell(day.weekday() >= SATURDAY, band) for band in range(BANDS)]
    return [
        Opening(cell, _instant(day, start, hours), _instant(day, end, hours))
        for opens, closes in spans
        for cell in cells
        if (start := max(_minutes(opens), cell.opens * 60))
        < (end := min(_minutes(closes), cell.closes * 60))
    ]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _instant(day: date, minutes: int, hours: ContactHours) -> datetime:
    """A wall-clock time of the customer's day; one that the clocks skip is the first after it."""
    midnight = datetime.combine(day + timedelta(days=minutes // 1440), time())
    local = midnight + timedelta(minutes=minutes % 1440)
    return local.replace(tzinfo=hours.zone).astimezone(UTC)

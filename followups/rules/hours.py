"""When a person may be called: a half-open span of every local day, safe across clock changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

PARTS_OF_DAY = 3
"""Morning, afternoon, evening: equal parts of the calling hours."""

LOOK_AHEAD_DAYS = 7


@dataclass(frozen=True)
class CallingHours:
    """Calls are made in [start, end) of the local day of `zone`, on no day of `closed`."""

    zone: tzinfo
    start: time
    end: time
    closed: frozenset[date] = frozenset()

    def allow(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return local.date() not in self.closed and self.start <= local.time() < self.end

    def next_allowed(self, at: datetime) -> datetime:
        """The earliest instant from `at` on at which a call is allowed, in UTC."""
        if self.allow(at):
            return at.astimezone(UTC)
        return next(
            start
            for start in (self._instant(day, self.start) for day in self._days_from(at))
            if start >= at and self.allow(start)
        )

    def part_of_day(self, at: datetime) -> int | None:
        """0, 1 or 2; None outside the hours."""
        clock = at.astimezone(self.zone).time()
        for part in range(PARTS_OF_DAY):
            if self._boundary(part) <= clock < self._boundary(part + 1):
                return part
        return None

    def at_another_time(self, *, than: datetime, earliest: datetime) -> datetime:
        """The first allowed instant from `earliest` on in another part of the day than `than`."""
        avoided = self.part_of_day(than)
        for day in self._days_from(earliest):
            for part in range(PARTS_OF_DAY):
                start = max(self._instant(day, self._boundary(part)), earliest.astimezone(UTC))
                if part != avoided and self.part_of_day(start) == part:
                    return start
        return self.next_allowed(earliest)

    def _days_from(self, at: datetime) -> Iterator[date]:
        first = at.astimezone(self.zone).date()
        ahead = (first + timedelta(days=days) for days in range(LOOK_AHEAD_DAYS + len(self.closed)))
        return (day for day in ahead if day not in self.closed)

    def _boundary(self, part: int) -> time:
        if part == PARTS_OF_DAY:
            return self.end
        start, end = (clock.hour * 60 + clock.minute for clock in (self.start, self.end))
        minutes = start + (end - start) * part // PARTS_OF_DAY
        return time(minutes // 60, minutes % 60)

    def _instant(self, day: date, clock: time) -> datetime:
        """A wall-clock time as an instant; one that the clocks skip becomes the first after it."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

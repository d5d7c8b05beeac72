"""When a person may be contacted: spans of every local day, safe across clock changes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Span = tuple[time, time]
"""Half-open [opens, closes) of a local day."""

WHOLE_DAY: Span = (time.min, time.max)
PARTS_OF_DAY = 3
"""Morning, afternoon, evening: equal parts of the dealership's hours."""

LOOK_AHEAD_DAYS = 31


def within(hours: Span, spans: Iterable[Span]) -> list[Span]:
    """What the spans and the hours have in common."""
    common = ((max(hours[0], opens), min(hours[1], closes)) for opens, closes in spans)
    return [(opens, closes) for opens, closes in common if opens < closes]


class NeverAllowed(Exception):
    """The dealership's hours and those of the law have no moment in common within a month."""


@dataclass(frozen=True)
class LegalHours:
    """The outermost hours the law gives: per weekday (0 is Monday), and on public holidays."""

    week: tuple[tuple[Span, ...], ...] = ((WHOLE_DAY,),) * 7
    holidays: tuple[Span, ...] = (WHOLE_DAY,)
    is_holiday: Callable[[date], bool] = lambda day: False

    def of_day(self, day: date) -> tuple[Span, ...]:
        """A holiday that falls on a weekday has the hours of holidays."""
        return self.holidays if self.is_holiday(day) else self.week[day.weekday()]


@dataclass(frozen=True)
class ContactHours:
    """Contacts are made in [start, end) of the local day of `zone`, on no day of `closed`.

    legal   what the law allows; it only ever narrows the dealership's own hours
    """

    zone: tzinfo
    start: time
    end: time
    closed: frozenset[date] = frozenset()
    legal: LegalHours = LegalHours()

    def of_day(self, day: date) -> list[Span]:
        """The spans of a local day in which contacts are allowed."""
        if day in self.closed:
            return []
        return within((self.start, self.end), self.legal.of_day(day))

    def allow(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return any(opens <= local.time() < closes for opens, closes in self.of_day(local.date()))

    def next_allowed(self, at: datetime) -> datetime:
        """The earliest instant from `at` on at which a contact is allowed, in UTC.

        Raises NeverAllowed.
        """
        if self.allow(at):
            return at.astimezone(UTC)
        for start in self._openings(at):
            if start >= at and self.allow(start):
                return start
        raise NeverAllowed

    def after(self, at: datetime, minutes: int) -> datetime:
        """The instant so many minutes of contact hours after `at`, in UTC. Raises NeverAllowed."""
        moment = self.next_allowed(at)
        left = timedelta(minutes=minutes)
        for day in self._days_from(moment):
            for opens, closes in self.of_day(day):
                start = max(self._instant(day, opens), moment)
                span = max(self._instant(day, closes) - start, timedelta())
                if span > left:
                    return start + left
                left -= span
        raise NeverAllowed

    def part_of_day(self, at: datetime) -> int | None:
        """0, 1 or 2; None outside the dealership's hours."""
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
                for opens, _closes in self.of_day(day):
                    retry = max(start, self._instant(day, opens))
                    if part != avoided and self.part_of_day(retry) == part and self.allow(retry):
                        return retry
        return self.next_allowed(earliest)

    def _openings(self, at: datetime) -> Iterator[datetime]:
        for day in self._days_from(at):
            for opens, _closes in self.of_day(day):
                yield self._instant(day, opens)

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

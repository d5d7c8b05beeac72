"""Working time of a dealership: when it is open, and what "in eight working hours" means."""

import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from dealerships.models import Dealership

Opening = tuple[time, time]
FRIDAY, SATURDAY = 4, 5
MOST_DAYS = 370
"""How far the next opening is looked for: a dealership closed for a year has none."""


class NeverOpen(Exception):
    """The dealership has no opening within a year, so working time cannot be counted."""


@dataclass(frozen=True)
class WorkingTime:
    """Openings per weekday (0 is Monday; several a day), in the local time of `zone`.

    day_off   public holidays and own closed days: closed whatever the weekday
    make_up   weekend days that are worked instead (China): if the weekday itself is closed, they
              have Friday's openings
    """

    zone: zoneinfo.ZoneInfo
    openings: Mapping[int, tuple[Opening, ...]]
    day_off: Callable[[date], bool] = lambda day: False
    make_up: Callable[[date], bool] = lambda day: False

    def of_day(self, day: date) -> list[tuple[datetime, datetime]]:
        """The openings of a day as instants, half-open [opens, closes)."""
        if self.day_off(day):
            return []
        hours = self.openings.get(day.weekday(), ())
        if not hours and day.weekday() >= SATURDAY and self.make_up(day):
            hours = self.openings.get(FRIDAY, ())
        return [
            (
                datetime.combine(day, opens, self.zone),
                datetime.combine(day, closes, self.zone),
            )
            for opens, closes in sorted(hours)
        ]

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return any(opens <= local < closes for opens, closes in self.of_day(local.date()))

    def after(self, at: datetime, amount: timedelta) -> datetime:
        """The instant by which `amount` of working time has passed since `at`, in UTC's terms.

        Exactly at a closing the answer is that closing, not the next opening. Raises NeverOpen.
        """
        left = amount
        for opens, closes in self._from(at):
            begin = max(opens, at)
            room = _elapsed(begin, closes)
            if left <= room:
                return _later(begin, left)
            left -= room
        raise NeverOpen

    def before(self, at: datetime, amount: timedelta) -> datetime:
        """The latest instant from which `amount` of working time passes until `at`.

        The mirror of `after`; exactly at an opening the answer is that opening. Raises NeverOpen.
        """
        left = amount
        for opens, closes in self._until(at):
            end = min(closes, at)
            room = _elapsed(opens, end)
            if left <= room:
                return _later(end, -left)
            left -= room
        raise NeverOpen

    def _until(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Openings that begin before `at`, the last first, for about a year."""
        last = at.astimezone(self.zone).date()
        for offset in range(MOST_DAYS):
            for opens, closes in reversed(self.of_day(last - timedelta(days=offset))):
                if opens < at:
                    yield opens, closes

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Openings that end after `at`, for about a year."""
        first = at.astimezone(self.zone).date()
        for offset in range(MOST_DAYS):
            for opens, closes in self.of_day(first + timedelta(days=offset)):
                if closes > at:
                    yield opens, closes


def working_time(dealership: Dealership) -> WorkingTime:
    """The dealership's working time (one query): closed on public holidays and days of its own."""
    hours: dict[int, tuple[Opening, ...]] = {}
    for row in dealership.working_hours.all():
        hours[row.weekday] = (*hours.get(row.weekday, ()), (row.opens, row.closes))
    calendar = holidays.country_holidays(dealership.country)
    own = dealership.closed_dates
    return WorkingTime(
        zone=dealership.tz,
        openings=hours,
        day_off=lambda day: is_public_holiday(dealership.country, day) or day in own,
        make_up=calendar.is_working_day,
    )


def is_public_holiday(country: str, day: date) -> bool:
    """Whether a local day is a public holiday of a country ("RU", "CN")."""
    return day in _public_holidays(country, day.year)


@cache
def _public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year, expand=False))


def _elapsed(start: datetime, end: datetime) -> timedelta:
    """Real time between two instants: two datetimes of one zone would ignore a clock change."""
    return timedelta(seconds=end.timestamp() - start.timestamp())


def _later(start: datetime, amount: timedelta) -> datetime:
    return datetime.fromtimestamp(start.timestamp() + amount.total_seconds(), tz=start.tzinfo)

"""Pure calendar rules of the KPIs (terms T and W of the definitions). No ORM, no clock."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

# figures look several years back from their day, and one day ahead of it
EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)
COHORT_AGE_MONTHS = 13
OWNERSHIP_YEARS = 5


def may_be_asked(day: date) -> bool:
    """Whether figures can be told as of this day: no dealer's history lies outside."""
    return EARLIEST <= day <= LATEST


def months_before(day: date, months: int) -> date:
    """`day` minus calendar months, clamped to the month's end (2024-02-29 − 12 = 2023-02-28)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_ends(until: date, count: int) -> list[date]:
    """The last days of the `count` months before the month of `until`, oldest first."""
    first = until.replace(day=1)
    return [month_end(months_before(first, back)) for back in range(count, 0, -1)]


@dataclass(frozen=True)
class Periods:
    """The days a figure as of T looks at; every *_start is inclusive, T itself counts.

    window_start   W is [window_start, as_of]
    before_start   the window before is [before_start, window_start)
    half_start     the last six months are [half_start, as_of]
    cohort         the calendar month 13 months before T's month is [cohort_start, cohort_end)
    years          first days of the years of ownership: years[2] is where the 2nd one begins,
                   that is the earliest delivery of a car in its 2nd year
    """

    as_of: date
    window_start: date
    before_start: date
    half_start: date
    cohort_start: date
    cohort_end: date
    years: dict[int, date]

    @classmethod
    def of(cls, as_of: date) -> "Periods":
        next_day = as_of + timedelta(days=1)
        window_start = months_before(next_day, 12)
        month = as_of.replace(day=1)
        return cls(
            as_of=as_of,
            window_start=window_start,
            before_start=months_before(window_start, 12),
            half_start=months_before(next_day, 6),
            cohort_start=months_before(month, COHORT_AGE_MONTHS),
            cohort_end=months_before(month, COHORT_AGE_MONTHS - 1),
            years={
                year: months_before(next_day, 12 * year) for year in range(2, OWNERSHIP_YEARS + 1)
            },
        )

    def parameters(self) -> dict[str, date]:
        """The named parameters of the queries."""
        return {
            "as_of": self.as_of,
            "window_start": self.window_start,
            "before_start": self.before_start,
            "half_start": self.half_start,
            "cohort_start": self.cohort_start,
            "cohort_end": self.cohort_end,
        } | {f"year_{year}": start for year, start in self.years.items()}

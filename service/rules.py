"""When a car is due for maintenance (N5): dates and kilometres in, dates out. No ORM, no clock.

The twin of services/forecast.py, which computes the same for a whole dealership in SQL; the
tests hold the one against the other.
"""

import calendar
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

# readings older than this before the car's last one say nothing about today's driving
READINGS_MONTHS = 36
# two readings closer than this give no pace
MIN_READINGS_DAYS = 30
# more is a slip of the pen, not driving
MAX_KM_PER_DAY = 1_500
# a due date by kilometres is not looked for beyond ten years
MAX_DAYS_AHEAD = 3_650
# how far off a due date may be: mileage unknown, and the bounds where it is known
TOLERANCE_UNKNOWN = 30
TOLERANCE_BOUNDS = (5, 30)


@dataclass(frozen=True)
class Pace:
    """How fast a car is driven. km_per_day None: not enough readings to say."""

    km_per_day: Decimal | None
    readings: int
    last_on: date | None = None
    last_km: int | None = None


@dataclass(frozen=True)
class Due:
    by_time_on: date
    by_km_on: date | None
    due_on: date
    tolerance_days: int


def add_months(day: date, months: int) -> date:
    """Calendar months later (or earlier), the day clamped to the month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def pace(readings: Iterable[tuple[date, int]]) -> Pace:
    """Kilometres a day between the first and the last reading of the car's last three years.

    A reading lower than an earlier one is left out. Under 30 days apart, not driven at all, or
    faster than a car can be driven: unknown.
    """
    ordered = sorted(readings)
    if not ordered:
        return Pace(None, 0)
    since = add_months(ordered[-1][0], -READINGS_MONTHS)
    kept: list[tuple[date, int]] = []
    for on, km in ordered:
        if on >= since and (not kept or km >= kept[-1][1]):
            kept.append((on, km))
    (first_on, first_km), (last_on, last_km) = kept[0], kept[-1]
    days = (last_on - first_on).days
    known = Pace(None, len(kept), last_on, last_km)
    if days < MIN_READINGS_DAYS:
        return known
    rate = Decimal(last_km - first_km) / days
    if not 0 < rate <= MAX_KM_PER_DAY:
        return known
    rounded = rate.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Pace(max(rounded, Decimal("0.01")), len(kept), last_on, last_km)


def due(*, anchor_on: date, anchor_km: int | None, months: int, km: int, driven: Pace) -> Due:
    """The earlier of anchor + months and the day the odometer reaches anchor_km + km.

    The day by kilometres is counted from the last reading at the car's pace, and is never
    before that reading. Unknown anchor_km or pace: by time only.
    """
    by_time_on = add_months(anchor_on, months)
    by_km_on = _due_by_km(anchor_km, km, driven)
    due_on = by_time_on if by_km_on is None else min(by_time_on, by_km_on)
    return Due(by_time_on, by_km_on, due_on, _tolerance(anchor_on, due_on, by_km_on, driven))


def _due_by_km(anchor_km: int | None, km: int, driven: Pace) -> date | None:
    if anchor_km is None or driven.km_per_day is None:
        return None
    if driven.last_on is None or driven.last_km is None:
        return None
    left = anchor_km + km - driven.last_km
    days = min(max(math.ceil(left / driven.km_per_day), 0), MAX_DAYS_AHEAD)
    return driven.last_on + timedelta(days=days)


def _tolerance(anchor_on: date, due_on: date, by_km_on: date | None, driven: Pace) -> int:
    """A tenth of the interval, less with more readings (a mean's error falls with √n)."""
    if by_km_on is None:
        return TOLERANCE_UNKNOWN
    low, high = TOLERANCE_BOUNDS
    days = Decimal((due_on - anchor_on).days) / 10 / Decimal(driven.readings).sqrt()
    return min(max(int(days.quantize(Decimal(1), ROUND_HALF_UP)), low), high)

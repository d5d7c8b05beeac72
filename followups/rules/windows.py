"""Windows of a rule (N6): an event and a rule give the days in which to call. No ORM, no clock."""

from datetime import date, timedelta


def due_window(*, event_on: date, offset_days: int, window_days: int) -> tuple[date, date]:
    """First and last day (inclusive) to call about an event: `window_days` days in all."""
    first = event_on + timedelta(days=offset_days)
    return first, first + timedelta(days=window_days - 1)


def event_window(*, day: date, offset_days: int, window_days: int) -> tuple[date, date]:
    """First and last day (inclusive) of the events whose window contains `day`.

    The other way round of due_window: whatever happened in these days is planned on `day`, so
    that missed days lose nothing, and what is older is left, so that a history floods nobody.
    """
    last = day - timedelta(days=offset_days)
    return last - timedelta(days=window_days - 1), last


def slug(*, trigger: str, offset_days: int) -> str:
    """The stable name of a rule in figures and reports: "car_delivered+3"."""
    return f"{trigger}{offset_days:+d}"

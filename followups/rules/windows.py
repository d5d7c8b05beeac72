"""Windows of a rule (N6): an event and a rule give the days in which to call. No ORM, no clock."""

from datetime import date, timedelta


def event_window(*, day: date, offset_days: int, window_days: int) -> tuple[date, date]:
    """First and last day (inclusive) of the events whose window contains `day`.

    A call is due from `offset_days` after its event on, for `window_days` days. Whatever happened
    in these days is planned on `day`, so that missed days lose nothing, and what is older is left,
    so that a history floods nobody.
    """
    last = day - timedelta(days=offset_days)
    return last - timedelta(days=window_days - 1), last


def slug(*, trigger: str, offset_days: int) -> str:
    """The stable name of a rule in figures and reports: "car_delivered+3"."""
    return f"{trigger}{offset_days:+d}"

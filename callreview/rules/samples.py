"""Which calls of a week are drawn: those with the smallest lots. No ORM, no clock.

A lot is a hash of the week and the call's own number: nobody chooses, drawing again gives the
same, and a larger sample only adds calls to a smaller one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import md5

WEEKS_BACK = 5
"""So many whole weeks are looked through: a complaint or an answer may come weeks later."""
PHONE, ENTERED = "phone", "entered"


@dataclass(frozen=True)
class Candidate:
    """A talk that may be drawn: its person and week, its lot, and what it is."""

    person: int
    week: date
    lot: str
    kind: str
    pk: int


def lot(*, week: date, kind: str, pk: int) -> str:
    """Evenly spread; callreview.talks says the same in SQL."""
    return md5(f"{week.isoformat()}:{kind}:{pk}".encode(), usedforsecurity=False).hexdigest()


def drawn(candidates: Iterable[Candidate], *, most: int) -> list[Candidate]:
    """Of each person and week the `most` with the smallest lots, in the order of their lots."""
    taken: dict[tuple[int, date], int] = {}
    chosen = []
    for each in sorted(candidates, key=lambda one: (one.lot, one.kind, one.pk)):
        place = taken.get((each.person, each.week), 0)
        if place < most:
            taken[each.person, each.week] = place + 1
            chosen.append(each)
    return chosen


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def weeks_to_draw(today: date) -> tuple[date, date]:
    """First days, half-open: the whole weeks before the one of `today`."""
    this_week = monday(today)
    return this_week - timedelta(weeks=WEEKS_BACK), this_week

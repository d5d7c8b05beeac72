"""Periodic work runs once a turn, and whoever looks learns that none has run for a while.

A turn that nobody took is not made up for: each of the works finds by itself what is due.
"""

from datetime import UTC, datetime, timedelta

from dealerships.models import PeriodicTick

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = timedelta(days=2)
# several turns of the most frequent work
SILENT_AFTER = timedelta(seconds=90)


def take(*, schedule: str, every: timedelta, at: datetime) -> bool:
    """Whether the turn of `at` is the caller's: the first who asks has it.

    Turns begin at whole multiples of `every` in UTC, so that clocks of daylight saving do not
    matter and every beat means the same turn.
    """
    tick_at = at - (at - EPOCH) % every
    _tick, taken = PeriodicTick.objects.get_or_create(schedule=schedule, tick_at=tick_at)
    if taken:
        PeriodicTick.objects.filter(schedule=schedule, tick_at__lt=at - KEPT).delete()
    return taken


def silent_since(*, at: datetime) -> datetime | None:
    """The last turn of any work, if it is too long ago; None while work goes on.

    None too before the first turn of all: the servers are only just there.
    """
    last = PeriodicTick.objects.order_by("-tick_at").values_list("tick_at", flat=True).first()
    return last if last and at - last > SILENT_AFTER else None

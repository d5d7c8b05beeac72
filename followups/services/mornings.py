"""Each dealership's local morning: what was left is swept, what is due is planned. Once a day.

Dealerships whose morning has just come are planned together. Whoever is left after that, because
one of a lot failed or brought too much, is planned alone: no dealership waits for another one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.db import transaction

from dealerships.models import Dealership
from followups.models import PlanningRun
from followups.services import planning, sweeping
from service.services import forecast

# local; before anybody works, after the night's imports
MORNING = time(6)
# local; a few turns of the sweep later
ALONE_FROM = time(6, 15)
# so many at a time: what a lot brings must fit into a task's time
LOT = 10


def due(*, at: datetime) -> list[Dealership]:
    """Open dealerships whose morning has come and is not planned, or where reasons wait.

    Reasons wait when their customer's card was in somebody's hands; the next sweep takes them.
    """
    runs = {
        (run.dealership_id, run.day): run
        for run in PlanningRun.objects.filter(day__gte=at.date() - planning.DAY)
    }
    return [
        dealership
        for dealership in Dealership.objects.open().order_by("pk")
        if at.astimezone(dealership.tz).time() >= MORNING
        and _is_due(runs.get((dealership.pk, dealership.local_date(at))))
    ]


def lots(dealerships: Sequence[Dealership], *, at: datetime) -> Iterator[Sequence[Dealership]]:
    """Who of the due dealerships is planned with whom at this time."""
    is_early = [at.astimezone(dealership.tz).time() < ALONE_FROM for dealership in dealerships]
    yield from in_lots([one for one, early in zip(dealerships, is_early, strict=True) if early])
    yield from ([one] for one, early in zip(dealerships, is_early, strict=True) if not early)


def in_lots(dealerships: Sequence[Dealership]) -> Iterator[Sequence[Dealership]]:
    for first in range(0, len(dealerships), LOT):
        yield dealerships[first : first + LOT]


def plan_morning(*, dealership: Dealership, at: datetime) -> planning.Planned:
    """Sweep and plan the dealership's day; nothing when another worker has just done it."""
    planned = plan_lot(dealerships=[dealership], at=at)
    return planned.get(dealership, planning.Planned())


def plan_lot(
    *, dealerships: Sequence[Dealership], at: datetime
) -> dict[Dealership, planning.Planned]:
    """As plan_morning; each is swept by itself, then all are planned or, when one fails, none."""
    days = {dealership: dealership.local_date(at) for dealership in dealerships}
    for dealership, day in days.items():
        _sweep(dealership, day, at)
    with transaction.atomic():
        planning.lock(days)
        return planning.plan_together(days=_still_due(days), at=at)


@transaction.atomic
def _sweep(dealership: Dealership, day: date, at: datetime) -> None:
    planning.lock([dealership])
    if _still_due({dealership: day}):
        sweeping.drop_what_no_longer_holds(dealership=dealership, at=at, day=day)
        forecast.refresh(dealership=dealership, at=at, on=day)


def _still_due(days: planning.Days) -> planning.Days:
    runs = {
        (run.dealership_id, run.day): run
        for run in PlanningRun.objects.filter(dealership__in=days, day__in=set(days.values()))
    }
    return {one: day for one, day in days.items() if _is_due(runs.get((one.pk, day)))}


def _is_due(run: PlanningRun | None) -> bool:
    return run is None or run.postponed > 0

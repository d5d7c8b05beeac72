"""Each dealership's local morning: what was left is swept, what is due is planned. Once a day."""

from datetime import datetime, time

from django.db import transaction

from dealerships.models import Dealership
from followups.models import PlanningRun
from followups.services import planning, sweeping

# local; before anybody works, after the night's imports
MORNING = time(6)


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


def _is_due(run: PlanningRun | None) -> bool:
    return run is None or run.postponed > 0


@transaction.atomic
def plan_morning(*, dealership: Dealership, at: datetime) -> planning.Planned:
    """Sweep and plan the dealership's day; nothing when another worker has just done it."""
    day = dealership.local_date(at)
    planning.lock(dealership)
    if not _is_due(PlanningRun.objects.filter(dealership=dealership, day=day).first()):
        return planning.Planned()
    sweeping.drop_what_no_longer_holds(dealership=dealership, at=at, day=day)
    return planning.plan(dealership=dealership, day=day, at=at)

"""Celery entry points: sweeps that find their own due rows. Run twice, they find nothing."""

from celery import shared_task
from django.utils import timezone

from dealerships.models import Dealership
from dealerships.periodic import periodic_task
from followups.services import handover, leases, mornings, sweeping


@periodic_task("followups.free_leases")
def free_leases(**_future: object) -> int:
    """Cards whose browser is gone, or whose holder was dismissed, go back to the queue."""
    return leases.free_expired(at=timezone.now())


@periodic_task("followups.hand_over_late")
def hand_over_late(**_future: object) -> int:
    """Late promises and cards of absent people go to the team."""
    at = timezone.now()
    return sum(
        handover.hand_over_late(dealership=dealership, at=at)
        for dealership in Dealership.objects.open().order_by("pk")
    )


@periodic_task("followups.plan_mornings")
def plan_mornings(**_future: object) -> int:
    """Find the dealerships whose morning has come; each is planned by a task of its own."""
    due = mornings.due(at=timezone.now())
    for dealership in due:
        plan_morning.delay(dealership_id=dealership.pk)
    return len(due)


@shared_task(name="followups.plan_morning")
def plan_morning(*, dealership_id: int, **_future: object) -> int:
    """Plan one dealership's day; a repeated message finds it planned."""
    dealership = Dealership.objects.open().filter(pk=dealership_id).first()
    if dealership is None:
        return 0
    return mornings.plan_morning(dealership=dealership, at=timezone.now()).reasons


@periodic_task("followups.drop_what_no_longer_holds")
def drop_what_no_longer_holds(**_future: object) -> int:
    """Consent withdrawn, car sold, window passed, already done: the waiting cards are dropped."""
    at = timezone.now()
    return sum(
        sweeping.drop_what_no_longer_holds(dealership=dealership, at=at)
        for dealership in Dealership.objects.open().order_by("pk")
    )

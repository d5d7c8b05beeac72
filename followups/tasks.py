"""Celery entry points: sweeps that find their own due rows. Run twice, they find nothing."""

from celery import shared_task
from django.utils import timezone

from dealerships.models import Dealership
from followups.services import handover, leases


@shared_task(name="followups.free_leases")
def free_leases(**_future: object) -> int:
    """Cards whose browser is gone, or whose holder was dismissed, go back to the queue."""
    return leases.free_expired(at=timezone.now())


@shared_task(name="followups.hand_over_late")
def hand_over_late(**_future: object) -> int:
    """Late promises and cards of absent people go to the team."""
    at = timezone.now()
    return sum(
        handover.hand_over_late(dealership=dealership, at=at)
        for dealership in Dealership.objects.open().order_by("pk")
    )

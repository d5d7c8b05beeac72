"""Celery entry points: sweeps that find their own due rows. Run twice, they find nothing."""

from django.utils import timezone

from dealerships.models import Dealership
from dealerships.periodic import periodic_task
from promises.services import handover


@periodic_task("promises.hand_over_late")
def hand_over_late(**_future: object) -> int:
    """What its owner let lie, and what was of somebody who left, becomes the team's."""
    at = timezone.now()
    return sum(
        handover.hand_over_late(dealership=dealership, at=at)
        for dealership in Dealership.objects.open().order_by("pk")
    )

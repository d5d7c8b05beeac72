"""Celery entry points: the weekly draw, which finds by itself whose turn it is."""

from django.utils import timezone

from callreview.services import drawing
from dealerships.periodic import periodic_task


@periodic_task("callreview.draw_samples")
def draw_samples(**_future: object) -> int:
    """Once a day of each dealership; the week that ended last is new on Mondays."""
    at = timezone.now()
    due = drawing.due(at=at)
    for dealership in due:
        drawing.draw(dealership=dealership, by=None, at=at)
    return len(due)

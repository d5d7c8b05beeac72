"""Celery entry points: sweeps that find their own due rows. Run twice, they find nothing."""

from datetime import timedelta

from django.utils import timezone

from communications.services import recordings, sending
from dealerships.periodic import periodic_task

LONGEST = timedelta(seconds=40)
"""The last message of a turn must be through before Celery's time limit."""


@periodic_task("communications.send_messages")
def send_messages(**_future: object) -> int:
    """Send what is due; what does not fit into the turn is the next one's."""
    at = timezone.now()
    return sending.send_due(at=at, may_go_on=lambda: timezone.now() < at + LONGEST)


@periodic_task("communications.fetch_recordings")
def fetch_recordings(**_future: object) -> int:
    """Fetch the recordings that the telephone exchange keeps for us."""
    at = timezone.now()
    return recordings.fetch_due(at=at, may_go_on=lambda: timezone.now() < at + LONGEST)

"""Celery entry points: sweeps that find their own due rows. Run twice, they find nothing."""

from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from communications.models import LetterBatch
from communications.services import letter_making, reached_hours, recordings, sending
from dealerships.models import Dealership
from dealerships.periodic import periodic_task

LONGEST = timedelta(seconds=40)
"""The last message of a turn must be through before Celery's time limit."""


@periodic_task("communications.send_messages")
def send_messages(**_future: object) -> int:
    """Send what is due; what does not fit into the turn is the next one's."""
    at = timezone.now()
    return sending.send_due(at=at, may_go_on=lambda: timezone.now() < at + LONGEST)


@periodic_task("communications.print_letters")
def print_letters(**_future: object) -> int:
    """Make the files that nobody has made, or whose maker died; forget those posted long ago."""
    at = timezone.now()
    letter_making.forget_old_files(at=at)
    return letter_making.make_waiting(at=at, may_go_on=lambda: timezone.now() < at + LONGEST)


@shared_task(name="communications.make_letters")
def make_letters(*, batch_id: int, **_future: object) -> None:
    batch = letter_making.claim(LetterBatch.objects.filter(pk=batch_id))
    if batch is not None:
        letter_making.make(batch, at=timezone.now())


def ring(*, batch_id: int) -> None:
    """Have a batch made at once; where no one hears it, the next sweep sees to it."""
    with suppress(OperationalError):
        make_letters.delay_on_commit(batch_id=batch_id)


@periodic_task("communications.fetch_recordings")
def fetch_recordings(**_future: object) -> int:
    """Fetch the recordings that the telephone exchange keeps for us."""
    at = timezone.now()
    return recordings.fetch_due(at=at, may_go_on=lambda: timezone.now() < at + LONGEST)


@periodic_task("communications.count_reached_hours")
def count_reached_hours(**_future: object) -> int:
    """Learn at which hours customers are reached; the next call asks what was counted."""
    at = timezone.now()
    return sum(
        reached_hours.count_hours(dealership=dealership, at=at)
        for dealership in Dealership.objects.open().order_by("pk")
    )

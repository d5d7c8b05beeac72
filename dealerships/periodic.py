"""Tasks that beat rings for: each turn of their schedule in dealercrm/celery.py is done once.

@shared_task(name="followups.free_leases")
@once_a_turn("followups.free_leases")
def free_leases() -> int: ...
"""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

from celery import current_app
from django.utils import timezone

from dealerships.services import ticks

P = ParamSpec("P")
Result = TypeVar("Result")


def once_a_turn(schedule: str) -> Callable[[Callable[P, Result]], Callable[P, Result | None]]:
    """Do the work if nobody else has taken this turn of the schedule; else nothing (None)."""

    def decorate(work: Callable[P, Result]) -> Callable[P, Result | None]:
        @functools.wraps(work)
        def taking_turns(*args: P.args, **kwargs: P.kwargs) -> Result | None:
            every = timedelta(seconds=current_app.conf.beat_schedule[schedule]["schedule"])
            if not ticks.take(schedule=schedule, every=every, at=timezone.now()):
                return None
            return work(*args, **kwargs)

        return taking_turns

    return decorate

"""Tasks that beat rings for: each turn of their schedule in dealercrm/celery.py is done once.

@periodic_task("followups.free_leases")
def free_leases(**_future: object) -> int: ...
"""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from celery import current_app, shared_task
from django.utils import timezone

from dealerships.services import ticks

P = ParamSpec("P")
Result = TypeVar("Result")


def periodic_task(name: str) -> Callable[[Callable[P, Result]], Any]:
    """A task of this name, which is also the name of its schedule.

    It does its work if nobody else has taken the present turn of the schedule; else nothing (None).
    """

    def decorate(work: Callable[P, Result]) -> Any:
        @functools.wraps(work)
        def taking_turns(*args: P.args, **kwargs: P.kwargs) -> Result | None:
            every = timedelta(seconds=current_app.conf.beat_schedule[name]["schedule"])
            if not ticks.take(schedule=name, every=every, at=timezone.now()):
                return None
            return work(*args, **kwargs)

        return shared_task(name=name)(taking_turns)

    return decorate

"""History of a card: one TaskEvent for each transition, written in the same transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from communications.models import Touch
from dealerships.models import User
from followups.models import CallTask, TaskEvent


def record(
    *,
    task: CallTask,
    kind: str,
    from_status: str,
    by: User | None,
    at: datetime,
    why: str = "",
    touch: Touch | None = None,
    before: dict[str, Any] | None = None,
) -> TaskEvent:
    """Write down that `task` came from `from_status` to its present status."""
    return TaskEvent.objects.create(
        dealership_id=task.dealership_id,
        task=task,
        at=at,
        by=by,
        kind=kind,
        from_status=from_status,
        to_status=task.status,
        why=why,
        touch=touch,
        before=before or {},
    )


def record_all(
    *,
    tasks: Iterable[CallTask],
    kind: str,
    to_status: str,
    by: User | None,
    at: datetime,
    why: str = "",
) -> None:
    """The same for many cards, given as they were before; one statement."""
    TaskEvent.objects.bulk_create(
        TaskEvent(
            dealership_id=task.dealership_id,
            task=task,
            at=at,
            by=by,
            kind=kind,
            from_status=task.status,
            to_status=to_status,
            why=why,
        )
        for task in tasks
    )

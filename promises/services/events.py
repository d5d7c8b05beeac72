"""Writing the history of promises."""

from collections.abc import Iterable
from datetime import datetime

from dealerships.models import User
from promises.models import Promise, PromiseEvent

Kind = PromiseEvent.Kind


def record(
    *,
    promise: Promise,
    kind: Kind,
    by: User | None,
    at: datetime,
    from_owner: int | None,
    from_due_at: datetime | None = None,
    note: str = "",
) -> PromiseEvent:
    """What was done with a promise, which already stands as it does afterwards."""
    return PromiseEvent.objects.create(
        dealership_id=promise.dealership_id,
        promise=promise,
        at=at,
        by=by,
        kind=kind,
        from_owner_id=from_owner,
        to_owner_id=promise.owner_id,
        from_due_at=from_due_at,
        to_due_at=promise.due_at if from_due_at else None,
        note=note,
    )


def record_hand_over(*, promises: Iterable[Promise], kind: Kind, at: datetime) -> None:
    """The team has these now, which still name their owners."""
    PromiseEvent.objects.bulk_create(
        PromiseEvent(
            dealership_id=promise.dealership_id,
            promise=promise,
            at=at,
            kind=kind,
            from_owner_id=promise.owner_id,
        )
        for promise in promises
    )

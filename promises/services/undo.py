"""Taking back what was just done with a promise, within the time the screen offers it."""

from datetime import datetime, timedelta

from django.db import transaction

from dealerships.models import User
from promises.models import Promise, PromiseEvent
from promises.services import events
from promises.services.promises import lock, wind

Kind = PromiseEvent.Kind
UNDO_TIME = timedelta(seconds=15)
"""Ten seconds on the screen, and time for the click to arrive."""


class TooLateToUndo(Exception):
    """The time is over, somebody else did it, or the promise has moved on since."""


@transaction.atomic
def undo(*, promise: Promise, by: User, at: datetime) -> Promise:
    """Take back the last thing `by` did with it: closed, moved, handed over or taken.

    Raises TooLateToUndo.
    """
    locked = lock(promise)
    last = _last(locked)
    if last is None or last.by_id != by.pk or at > last.at + UNDO_TIME:
        raise TooLateToUndo
    if last.kind in (Kind.KEPT, Kind.BROKEN):
        _take_back_successor(locked)
        return _reopen(locked, last, by=by, at=at)
    if last.kind in (Kind.MOVED, Kind.GIVEN):
        return _return(locked, last, by=by, at=at)
    raise TooLateToUndo


@transaction.atomic
def unkeep(*, promises: list[int], by: User, at: datetime) -> None:
    """The talk that kept these calls was entered by mistake; those moved on since stay."""
    rows = Promise.objects.filter(pk__in=promises).select_related("dealership")
    for promise in rows.select_for_update(of=("self",)).order_by("pk"):
        last = _last(promise)
        if last is not None and last.kind == Kind.CALLED:
            _reopen(promise, last, by=by, at=at)


@transaction.atomic
def take_back(*, promise: Promise) -> None:
    """It was entered by mistake moments ago, and nobody has heard it."""
    promise.delete()


def _last(promise: Promise) -> PromiseEvent | None:
    """None: it is older than the history."""
    return PromiseEvent.objects.filter(promise=promise).order_by("-pk").first()


def _take_back_successor(promise: Promise) -> None:
    """What was promised instead goes, unless somebody has dealt with it."""
    for successor in promise.instead.select_for_update():
        last = _last(successor)
        if last is None or last.kind != Kind.MADE:
            raise TooLateToUndo
        successor.delete()


def _reopen(promise: Promise, last: PromiseEvent, *, by: User, at: datetime) -> Promise:
    from_owner = promise.owner_id
    promise.closed_at, promise.is_kept, promise.why = None, None, ""
    promise.owner_id = last.from_owner_id
    promise.save()
    events.record(promise=promise, kind=Kind.REOPENED, by=by, at=at, from_owner=from_owner)
    return promise


def _return(promise: Promise, last: PromiseEvent, *, by: User, at: datetime) -> Promise:
    from_owner, from_due_at = promise.owner_id, promise.due_at
    promise.owner_id = last.from_owner_id
    wind(promise, last.from_due_at or promise.due_at, at=at)
    promise.save()
    events.record(
        promise=promise,
        kind=Kind.REOPENED,
        by=by,
        at=at,
        from_owner=from_owner,
        from_due_at=from_due_at,
    )
    return promise

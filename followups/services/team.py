"""What a supervisor does with the team's cards: give to somebody, take back, cancel."""

from datetime import datetime

from django.db import transaction

from dealerships.models import Membership, User
from followups.models import CallTask, TaskEvent
from followups.rules.lateness import UNDO_TIME
from followups.services import events, leases
from followups.services.undo import TooLateToUndo

Status = CallTask.Status


class NotInTeam(Exception):
    """The person does not work here, or lacks the role that this card asks for."""


class AlreadyClosed(Exception):
    """The card was done or dropped meanwhile."""


@transaction.atomic
def reassign(*, task: CallTask, to: User | None, by: User, at: datetime) -> TaskEvent:
    """Give an open card to a person (to=None: to the team); taken out of its holder's hands.

    Returns what undo_reassign takes back. Raises AlreadyClosed, NotInTeam.
    """
    locked = _lock_open(task)
    if to and not _may_take(to, locked):
        raise NotInTeam
    before = locked.status
    changed = {"assigned_to": locked.assigned_to_id, "held_by": locked.held_by_id}
    locked.assigned_to = to
    locked.held_by, locked.lease_until, locked.status = None, None, Status.WAITING
    locked.fence += 1
    locked.save()
    return events.record(
        task=locked,
        kind=TaskEvent.Kind.REASSIGNED,
        from_status=before,
        by=by,
        at=at,
        before=changed | {"fence": locked.fence},
    )


@transaction.atomic
def undo_reassign(*, event: TaskEvent, by: User, at: datetime) -> CallTask:
    """The card belongs again to whom it belonged before `by` gave it away.

    A card that was in somebody's hands waits on that list again: its lease is lost, and the
    person may have another one by now. Raises TooLateToUndo.
    """
    if event.kind != TaskEvent.Kind.REASSIGNED or event.by_id != by.pk:
        raise TooLateToUndo
    locked = leases.lock(event.task)
    moved_on = locked.status != Status.WAITING or locked.fence != event.before.get("fence")
    if moved_on or at > event.at + UNDO_TIME:
        raise TooLateToUndo
    locked.assigned_to_id = event.before["assigned_to"]
    locked.fence += 1
    locked.save()
    events.record(task=locked, kind=TaskEvent.Kind.UNDONE, from_status=Status.WAITING, by=by, at=at)
    return locked


@transaction.atomic
def take_back(*, task: CallTask, by: User, at: datetime) -> CallTask:
    """Put a card back into the queue, callable at once: out of its holder's hands, or set aside.

    Raises AlreadyClosed.
    """
    locked = _lock_open(task)
    if locked.status == Status.HELD:
        leases.let_go(task=locked, by=by, at=at)
    else:
        locked.lapses = 0
        locked.not_before = min(locked.not_before, at)
        locked.save()
        events.record(
            task=locked, kind=TaskEvent.Kind.RELEASED, from_status=Status.WAITING, by=by, at=at
        )
    return locked


@transaction.atomic
def cancel(*, task: CallTask, by: User, at: datetime) -> CallTask:
    """Close a card without a call, with its reasons. Raises AlreadyClosed."""
    locked = _lock_open(task)
    leases.drop(task=locked, reason=CallTask.DropReason.CANCELLED, by=by, at=at)
    return locked


def _lock_open(task: CallTask) -> CallTask:
    locked = leases.lock(task)
    if locked.status not in (Status.WAITING, Status.HELD):
        raise AlreadyClosed
    return locked


def _may_take(user: User, task: CallTask) -> bool:
    roles = Membership.objects.active().filter(user=user, dealership_id=task.dealership_id)
    if task.only_role:
        roles = roles.filter(role=task.only_role)
    return roles.exists()

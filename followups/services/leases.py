"""Leases: a card in somebody's hands, for five minutes at a time, on the database's clock.

Every write of a holder names the fence token they were given; a late holder has an old one.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from communications.models import Touch
from communications.services import touches
from dealerships.members import Member
from dealerships.models import Dealership, Membership, User
from dealerships.prepared import prepared
from followups.models import CallReason, CallTask, TaskEvent
from followups.querysets import CallTaskQuerySet
from followups.rules.lateness import LEASE, MOST_LAPSES, SET_ASIDE
from followups.services import events

PAGE = 1000
Status = CallTask.Status
Kind = TaskEvent.Kind


class LeaseLost(Exception):
    """The card is no longer in this person's hands; what they typed is kept in `note`."""

    def __init__(self, task: CallTask, note: Touch | None = None) -> None:
        super().__init__(task.pk)
        self.task = task
        self.note = note


def with_customer() -> CallTaskQuerySet:
    return CallTask.objects.select_related("customer", "held_by")


@prepared
def rows_of(task: int) -> QuerySet[CallTask]:
    """The card of that key with its customer and holder."""
    return with_customer().filter(pk=task)


def held_by(*, member: Member) -> CallTask | None:
    """The card this person holds in this dealership."""
    held = with_customer().for_dealership(member.dealership)
    return held.filter(held_by=member.user, status=Status.HELD).first()


def lock(task: CallTask) -> CallTask:
    """The card as it is now, locked until the end of the transaction."""
    return (
        CallTask.objects.select_for_update(of=("self",)).select_related("customer").get(pk=task.pk)
    )


def check_lease(*, task: CallTask, fence: int, by: User) -> None:
    """Raise LeaseLost unless `by` holds the (locked) card with this fence token.

    A lease that has run out but was not yet taken back still counts: nobody else has the card.
    """
    held = task.status == Status.HELD and task.held_by_id == by.pk and task.fence == fence
    if not held:
        raise LeaseLost(task)


def take(*, task: CallTask, by: User, at: datetime) -> None:
    """Put a locked waiting card into somebody's hands."""
    _move(task, Status.HELD, held_by=by, lease_until=Now() + LEASE)
    task.refresh_from_db(fields=["lease_until"])
    events.record(task=task, kind=Kind.CLAIMED, from_status=Status.WAITING, by=by, at=at)


def heartbeat(*, task: CallTask, fence: int, by: User, note: str | None = None) -> None:
    """A sign of life: the lease runs five minutes from now; the draft is kept when given.

    One that the holder's own last word on the card has overtaken means nothing. Raises LeaseLost.
    """
    draft = {} if note is None else {"draft_note": note}
    held = CallTask.objects.filter(pk=task.pk, status=Status.HELD, held_by=by, fence=fence)
    if held.update(lease_until=Now() + LEASE, **draft):
        return
    last = TaskEvent.objects.filter(task=task).order_by("-pk").first()
    if last and last.by_id == by.pk and last.kind in (Kind.OUTCOME, Kind.RELEASED):
        return
    raise LeaseLost(CallTask.objects.select_related("held_by").get(pk=task.pk))


def release(*, task: CallTask, fence: int, by: User, at: datetime, note: str | None = None) -> None:
    """Give a card back unfinished; its draft stays with it. Raises LeaseLost."""
    with transaction.atomic():
        locked = lock(task)
        check_lease(task=locked, fence=fence, by=by)
        if note is not None:
            locked.draft_note = note
        let_go(task=locked, by=by, at=at)


def let_go(
    *,
    task: CallTask,
    by: User | None,
    at: datetime,
    kind: str = Kind.RELEASED,
    why: str = "",
) -> None:
    """A locked held card goes back to the queue; the holder's fence is worth nothing from now."""
    _move(task, Status.WAITING, held_by=None, lease_until=None)
    events.record(task=task, kind=kind, from_status=Status.HELD, by=by, at=at, why=why)


def put_off(*, task: CallTask, until: datetime, why: str, at: datetime) -> None:
    """A locked held card may not be called before `until`."""
    task.not_before = until
    let_go(task=task, by=None, at=at, kind=Kind.POSTPONED, why=why)


def drop(*, task: CallTask, reason: str, by: User | None, at: datetime, why: str = "") -> None:
    """Close a locked card without a result, with every reason still open on it."""
    before = task.status
    task.drop_reason = reason
    task.closed_at = at
    CallReason.objects.filter(task=task).open().update(status=CallReason.Status.DROPPED)
    _move(task, Status.DROPPED, held_by=None, lease_until=None)
    events.record(task=task, kind=Kind.DROPPED, from_status=before, by=by, at=at, why=why)


def keep_note(*, task: CallTask, note: str, by: User, at: datetime) -> Touch | None:
    """What a late holder typed goes to the customer's contacts, where nobody overwrites it."""
    if not note.strip():
        return None
    return touches.keep_note(
        dealership=task.dealership, customer=task.customer, text=note, by=by, at=at
    )


def free_expired(*, at: datetime, dealership: Dealership | None = None) -> int:
    """Give back every card whose lease ran out or whose holder works here no more.

    A card that ran out several times in a row is set aside for a day and shown to the
    supervisor. Returns how many were freed; cards locked right now are left to the next sweep.
    """
    works_here = Membership.objects.active().filter(
        user=OuterRef("held_by"), dealership=OuterRef("dealership")
    )
    due = CallTask.objects.filter(Q(lease_until__lt=Now()) | ~Exists(works_here), status="held")
    if dealership:
        due = due.for_dealership(dealership)
    freed = 0
    while page := _free_page(due, at):
        freed += page
    return freed


@transaction.atomic
def _free_page(due: QuerySet[CallTask], at: datetime) -> int:
    page = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:PAGE])
    if not page:
        return 0
    tasks = CallTask.objects.filter(pk__in=[task.pk for task in page])
    tasks.update(
        status=Status.WAITING,
        held_by=None,
        lease_until=None,
        fence=F("fence") + 1,
        lapses=F("lapses") + 1,
    )
    events.record_all(tasks=page, kind=Kind.EXPIRED, to_status=Status.WAITING, by=None, at=at)
    stuck = [task for task in page if task.lapses + 1 >= MOST_LAPSES]
    if stuck:
        tasks.filter(pk__in=[task.pk for task in stuck]).update(not_before=at + SET_ASIDE)
        for task in stuck:
            task.status = Status.WAITING
        events.record_all(
            tasks=stuck,
            kind=Kind.POSTPONED,
            to_status=Status.WAITING,
            by=None,
            at=at,
            why=TaskEvent.Why.LAPSED,
        )
    return len(page)


def _move(task: CallTask, status: str, **fields: object) -> None:
    """Write a locked card's new state; every move makes older fence tokens worthless."""
    task.status = status
    task.fence += 1
    for name, value in fields.items():
        setattr(task, name, value)
    task.save()

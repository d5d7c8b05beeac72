"""Promises given, kept, broken and moved; each belongs to a person or to the team (C8, N9)."""

from datetime import datetime

from django.db import transaction

from customers.models import Customer
from dealerships.models import Dealership, User
from dealerships.periods import working_time
from promises.models import Promise, PromiseEvent
from promises.permissions import department_of
from promises.rules import clock_of
from promises.services import events

Kind = PromiseEvent.Kind


class PromiseInThePast(Exception):
    """A promise is for later than now."""


class PromiseAlreadyClosed(Exception):
    """Somebody has marked it kept or broken."""


class PromiseToOneself(Exception):
    """Nobody promises something to themselves."""


def make_promise(
    *,
    dealership: Dealership,
    customer: Customer | None,
    text: str,
    due_at: datetime,
    by: User,
    at: datetime,
    owner: User | None = None,
    colleague: User | None = None,
    is_call: bool = False,
    instead_of: Promise | None = None,
) -> Promise:
    """Write down what was promised; `owner` keeps it, else `by`.

    customer    to whom, or with a colleague about whom; one of the two is given
    colleague   the member of staff who is promised it; the customer knows nothing of it
    is_call     what is promised is a call to the customer: a talk keeps it
    Raises PromiseInThePast, PromiseToOneself.
    """
    if due_at <= at:
        raise PromiseInThePast
    keeper = owner or by
    if colleague == keeper:
        raise PromiseToOneself
    clock = clock_of(due_at=due_at, at=at, hours=working_time(dealership))
    with transaction.atomic():
        promise = Promise.objects.create(
            dealership=dealership,
            customer=customer,
            colleague=colleague,
            text=text,
            is_call=is_call and customer is not None,
            made_at=at,
            made_by=by,
            owner=keeper,
            department=department_of(keeper, dealership.pk),
            remind_at=clock.remind_at,
            due_at=due_at,
            team_at=clock.team_at,
            instead_of=instead_of,
        )
        events.record(promise=promise, kind=Kind.MADE, by=by, at=at, from_owner=None)
    return promise


@transaction.atomic
def close_promise(
    *, promise: Promise, is_kept: bool, by: User, at: datetime, why: str = ""
) -> Promise:
    """Mark it kept, or broken and why, once. The team's becomes that of who does it.

    One that its owner let lie beyond the grace is broken for them even when it is done now.
    Raises PromiseAlreadyClosed.
    """
    locked = lock_open(promise, at=at)
    _close(locked, Kind.KEPT if is_kept else Kind.BROKEN, by=by, at=at, why=why)
    return locked


@transaction.atomic
def move_promise(
    *, promise: Promise, due_at: datetime, is_agreed: bool, why: str, by: User, at: datetime
) -> Promise:
    """Another time for it; returns the promise that is open afterwards.

    Where the other side agreed, it is the same promise at another time. Where not, what they
    were told is broken, and a new promise is given instead of it.
    Raises PromiseInThePast, PromiseAlreadyClosed.
    """
    if due_at <= at:
        raise PromiseInThePast
    locked = lock_open(promise, at=at)
    if is_agreed:
        _move(locked, due_at, by=by, at=at, why=why)
        return locked
    _close(locked, Kind.BROKEN, by=by, at=at, why=why)
    return make_promise(
        dealership=locked.dealership,
        customer=locked.customer,
        colleague=locked.colleague,
        text=locked.text,
        is_call=locked.is_call,
        due_at=due_at,
        owner=locked.owner,
        by=by,
        at=at,
        instead_of=locked,
    )


@transaction.atomic
def keep_by_talk(
    *, dealership: Dealership, customer: Customer, by: User, at: datetime
) -> list[int]:
    """A talk with a customer keeps the calls promised to them; the ids of those it kept."""
    calls = Promise.objects.for_dealership(dealership).open().filter(customer=customer)
    calls = calls.filter(is_call=True, made_at__lt=at)
    kept = []
    for promise in calls.select_for_update(of=("self",)).order_by("pk"):
        mark_late(promise, at=at)
        _close(promise, Kind.CALLED, by=by, at=at)
        kept.append(promise.pk)
    return kept


def lock_open(promise: Promise, *, at: datetime) -> Promise:
    """The row as it stands now, held until the transaction ends. Raises PromiseAlreadyClosed."""
    locked = lock(promise)
    if not locked.is_open:
        raise PromiseAlreadyClosed
    mark_late(locked, at=at)
    return locked


def lock(promise: Promise) -> Promise:
    rows = Promise.objects.select_related("dealership", "customer", "owner", "colleague")
    return rows.select_for_update(of=("self",)).get(pk=promise.pk)


def mark_late(promise: Promise, *, at: datetime) -> None:
    """What the next sweep would write: its owner has let it lie. The row is locked, not saved."""
    if promise.owner_id is not None and promise.late_of_id is None and at >= promise.team_at:
        promise.late_of_id, promise.late_at = promise.owner_id, promise.team_at


def _close(promise: Promise, kind: Kind, *, by: User, at: datetime, why: str = "") -> None:
    from_owner = promise.owner_id
    if promise.owner_id is None:
        promise.owner = by
    promise.closed_at, promise.is_kept, promise.why = at, kind != Kind.BROKEN, why
    promise.save()
    events.record(promise=promise, kind=kind, by=by, at=at, from_owner=from_owner, note=why)


def _move(promise: Promise, due_at: datetime, *, by: User, at: datetime, why: str) -> None:
    from_owner, from_due_at = promise.owner_id, promise.due_at
    if promise.owner_id is None:
        promise.owner = by
    wind(promise, due_at, at=at)
    promise.save()
    events.record(
        promise=promise,
        kind=Kind.MOVED,
        by=by,
        at=at,
        from_owner=from_owner,
        from_due_at=from_due_at,
        note=why,
    )


def wind(promise: Promise, due_at: datetime, *, at: datetime) -> None:
    """Set its clock anew for `due_at`; whoever has it from now on has the grace from now on."""
    hours = working_time(promise.dealership)
    clock = clock_of(due_at=due_at, at=at, hours=hours)
    promise.remind_at, promise.due_at = clock.remind_at, due_at
    promise.team_at = clock_of(due_at=max(due_at, at), at=at, hours=hours).team_at

"""Promises from hand to hand: to a colleague, to the team, and what lies too long to the team."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from dealerships.models import Dealership, Membership, User
from promises.models import Promise, PromiseEvent
from promises.permissions import department_of
from promises.services import events
from promises.services.promises import PromiseToOneself, lock_open, wind

PAGE = 1000
Kind = PromiseEvent.Kind


class AlreadyTaken(Exception):
    """Somebody else was quicker."""


@transaction.atomic
def take(*, promise: Promise, by: User, at: datetime) -> Promise:
    """One of the team's becomes one's own. Raises AlreadyTaken, PromiseAlreadyClosed."""
    locked = lock_open(promise, at=at)
    if locked.owner_id is not None:
        raise AlreadyTaken
    return _give(locked, by, by=by, at=at)


@transaction.atomic
def give(*, promise: Promise, to: User | None, by: User, at: datetime, note: str = "") -> Promise:
    """Hand it over to a colleague, or to the team (None). Raises PromiseAlreadyClosed,
    PromiseToOneself where it was promised to that colleague."""
    locked = lock_open(promise, at=at)
    if to is not None and to.pk == locked.colleague_id:
        raise PromiseToOneself
    return _give(locked, to, by=by, at=at, note=note)


def _give(locked: Promise, to: User | None, *, by: User, at: datetime, note: str = "") -> Promise:
    from_owner = locked.owner_id
    locked.owner = to
    if to is not None:
        locked.department = department_of(to, locked.dealership_id)
        wind(locked, locked.due_at, at=at)
    locked.save()
    events.record(promise=locked, kind=Kind.GIVEN, by=by, at=at, from_owner=from_owner, note=note)
    return locked


def hand_over_late(*, dealership: Dealership, at: datetime) -> int:
    """Give the team each open promise whose grace has passed or whose owner left; how many.

    What lay too long is broken for its owner, counted at the moment the grace ended, whenever
    the sweep comes. Set-based and idempotent; safe to run twice at once.
    """
    owned = Promise.objects.for_dealership(dealership).open().filter(owner__isnull=False)
    works_here = Membership.objects.active().filter(
        user=OuterRef("owner"), dealership=OuterRef("dealership")
    )
    late = owned.filter(due_at__lte=at, team_at__lte=at)
    return _hand_over(late, Kind.LATE, at) + _hand_over(
        owned.filter(~Exists(works_here)), Kind.LEFT, at
    )


def _hand_over(rows: QuerySet[Promise], kind: Kind, at: datetime) -> int:
    moved = 0
    while page := _hand_over_page(rows, kind, at):
        moved += page
    return moved


@transaction.atomic
def _hand_over_page(rows: QuerySet[Promise], kind: Kind, at: datetime) -> int:
    page = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:PAGE])
    taken = Promise.objects.filter(pk__in=[promise.pk for promise in page])
    if kind == Kind.LATE:
        taken.update(late_of=Coalesce("late_of", "owner"), late_at=Coalesce("late_at", "team_at"))
    taken.update(owner=None)
    events.record_hand_over(promises=page, kind=kind, at=at)
    return len(page)

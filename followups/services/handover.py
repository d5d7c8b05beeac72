"""Cards that their own person did not call in time go to the team (N9)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from dealerships.models import Dealership, Membership
from followups.models import CallTask, TaskEvent
from followups.rules.lateness import ASSIGNEE_PATIENCE, CALLBACK_GRACE
from followups.services import events

PAGE = 1000
Why = TaskEvent.Why


def hand_over_late(*, dealership: Dealership, at: datetime) -> int:
    """Give the team every waiting card whose person is late or gone; returns how many.

    A promised call is late after its grace, another card when it could be called for two days
    or on the last day of its window. Set-based and idempotent; safe to run twice at once.
    """
    waiting = CallTask.objects.for_dealership(dealership).filter(
        status=CallTask.Status.WAITING, assigned_to__isnull=False
    )
    works_here = Membership.objects.active().filter(
        user=OuterRef("assigned_to"), dealership=OuterRef("dealership")
    )
    plain = waiting.filter(callback_at__isnull=True)
    today = dealership.local_date(at)
    return sum(
        (
            _hand_over(waiting.filter(~Exists(works_here)), at, Why.ASSIGNEE_LEFT),
            _hand_over(waiting.filter(callback_at__lt=at - CALLBACK_GRACE), at, Why.CALLBACK_LATE),
            _hand_over(plain.filter(not_before__lt=at - ASSIGNEE_PATIENCE), at, Why.ASSIGNEE_LATE),
            _hand_over(
                plain.filter(due_until__lte=today, not_before__lte=at), at, Why.ASSIGNEE_LATE
            ),
        )
    )


def _hand_over(late: QuerySet[CallTask], at: datetime, why: str) -> int:
    moved = 0
    while page := _hand_over_page(late, at, why):
        moved += page
    return moved


@transaction.atomic
def _hand_over_page(late: QuerySet[CallTask], at: datetime, why: str) -> int:
    page = list(late.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:PAGE])
    CallTask.objects.filter(pk__in=[task.pk for task in page]).update(
        assigned_to=None, fence=F("fence") + 1
    )
    events.record_all(
        tasks=page,
        kind=TaskEvent.Kind.REASSIGNED,
        to_status=CallTask.Status.WAITING,
        by=None,
        at=at,
        why=why,
    )
    return len(page)

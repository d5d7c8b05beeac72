"""A customer wrote to us: their call is planned at once, and goes when somebody has handled it.

What communications.replies tells this app; the plan as such is stopped by followups.eligibility.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from communications.models import InboundMessage
from communications.replies import Part
from dealerships.models import Dealership
from followups.models import CallReason, CallTask, Rule, TaskEvent
from followups.querysets import CallReasonQuerySet
from followups.services import leases, planning

TRIGGER = Rule.Trigger.REPLY_RECEIVED
LOOKED_FOR = timedelta(days=60)
"""An older reply without a call is found on the page of replies only."""

# the planner's own lock (followups.services.planning), unless it is taken: nobody who writes to us
# waits for the planning of a whole morning
TRY_LOCK = """
    SELECT pg_try_advisory_xact_lock(hashtextextended('followups.plan', %(dealership)s))
"""


@transaction.atomic
def plan_now(*, dealership: Dealership, at: datetime) -> int:
    """Plan the calls about open replies; returns how many reasons were added.

    By the planner's statement, for the rules of this trigger only. Nothing where the dealership is
    being planned right now: the sweep of replies comes a minute later.
    """
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, {"dealership": dealership.pk})
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return 0
    rules = Rule.objects.for_dealership(dealership).active().filter(trigger=TRIGGER)
    return planning.add_reasons(dealership=dealership, rules=list(rules), at=at)


def waiting(*, at: datetime) -> list[Dealership]:
    """Dealerships with open replies about which no call is planned yet."""
    planned = CallReason.objects.filter(
        subject_id=OuterRef("pk"), rule__trigger=TRIGGER, customer=OuterRef("customer")
    )
    replies = InboundMessage.objects.open().filter(
        ~Exists(planned),
        customer__isnull=False,
        is_opt_out=False,
        received_at__gt=at - LOOKED_FOR,
    )
    return list(
        Dealership.objects.open().filter(pk__in=replies.values("dealership")).order_by("pk")
    )


def spoken_of(*, card: CallTask, is_over: bool, at: datetime) -> list[InboundMessage]:
    """The open replies that a call of this moment has dealt with, each locked.

    is_over  the customer wants no calls any more: whatever the card was about is settled
    """
    reasons = CallReason.objects.filter(task=card, rule__trigger=TRIGGER)
    if not is_over:
        reasons = reasons.filter(status=CallReason.Status.HANDLED, handled_at=at)
    replies = InboundMessage.objects.open().filter(pk__in=reasons.values("subject_id"))
    return list(replies.select_for_update(of=("self",)).order_by("pk"))


def _plan(reply: InboundMessage, at: datetime) -> None:
    plan_now(dealership=reply.dealership, at=at)


def _settle(reply: InboundMessage, at: datetime) -> None:
    """Its reason goes, and a card without any other; one in somebody's hands is left to them."""
    reasons = _reasons(reply).open()
    cards = CallTask.objects.filter(
        pk__in=reasons.values("task"), status=CallTask.Status.WAITING
    ).select_for_update(of=("self",), skip_locked=True)
    for card in cards.order_by("pk"):
        dropped = reasons.filter(task=card)
        dropped.update(status=CallReason.Status.DROPPED, handled_at=reply.handled_at)
        _drop_or_keep(card, reply, at)


def _drop_or_keep(card: CallTask, reply: InboundMessage, at: datetime) -> None:
    left = list(CallReason.objects.filter(task=card).open().select_related("rule"))
    if left:
        card.priority = min(reason.rule.priority for reason in left)
        card.due_until = max(reason.due_until for reason in left)
        card.save(update_fields=["priority", "due_until"])
    elif card.callback_at is None:  # a promised call is kept
        leases.drop(
            task=card,
            reason=CallTask.DropReason.SETTLED,
            by=reply.handled_by,
            at=at,
            why=TaskEvent.Why.HANDLED,
        )


def _reopen(reply: InboundMessage, at: datetime) -> None:
    """What fell when it was marked as handled was no history: it is planned anew."""
    fallen = _reasons(reply).filter(status=CallReason.Status.DROPPED, handled_at=reply.handled_at)
    fallen.delete()
    plan_now(dealership=reply.dealership, at=at)


def _reasons(reply: InboundMessage) -> CallReasonQuerySet:
    return CallReason.objects.filter(
        subject_id=reply.pk, rule__trigger=TRIGGER, customer=reply.customer_id
    )


PART = Part(received=_plan, handled=_settle, reopened=_reopen)

"""What an outcome changes beyond the card: the number, the consents, the ownership, other cards."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from communications.models import InboundMessage, Touch
from communications.services import inbox
from customers.models import Consent, ContactPoint, Ownership
from customers.services.consents import record_consent
from customers.services.customers import stop_calls
from dealerships.models import User
from followups.models import CallReason, CallTask
from followups.rules.outcomes import Outcome
from followups.services import leases, replies

if TYPE_CHECKING:
    from followups.services.outcomes import Report

Before = dict[str, Any]
WORDING = "Asked not to be called."


def follow(
    *,
    card: CallTask,
    cards: Sequence[CallTask],
    report: "Report",
    touch: Touch,
) -> Before:
    """Do what the outcome asks for; returns what undo needs to take it back.

    cards  every open card of the customer, locked
    touch  the call itself: who made it, when
    """
    act = _ACTS.get(report.outcome)
    return act(card, cards, report, touch) if act else {}


def settle_replies(*, card: CallTask, outcome: Outcome, by: User, at: datetime) -> Before:
    """What the customer had written was spoken of in this call."""
    spoken_of = replies.spoken_of(card=card, is_over=outcome == Outcome.DO_NOT_CALL, at=at)
    for reply in spoken_of:
        inbox.settle(reply=reply, how=InboundMessage.How.CALLED, by=by, at=at)
    return {"replies": [reply.pk for reply in spoken_of]} if spoken_of else {}


def _mark_number(
    card: CallTask, cards: Sequence[CallTask], report: "Report", touch: Touch
) -> Before:
    wrong = ContactPoint.objects.filter(
        customer_id=card.customer_id,
        kind="phone",
        value=report.address,
        wrong_since=None,
    )
    marked = list(wrong.values_list("pk", flat=True))
    wrong.update(wrong_since=touch.at)
    return {"numbers": marked}


def _stop_calling(
    card: CallTask, cards: Sequence[CallTask], report: "Report", touch: Touch
) -> Before:
    """Every purpose is withdrawn for calls, as evidence; no card of the customer stays open."""
    customer = card.customer
    for other in cards:
        if other.pk != card.pk:
            leases.drop(
                task=other, reason=CallTask.DropReason.DO_NOT_CALL, by=touch.by, at=touch.at
            )
    newly = stop_calls(customer=customer, by=touch.by, at=touch.at)
    superseded = list(
        Consent.objects.filter(customer=customer, channel=Consent.Channel.CALL)
        .current()
        .values_list("pk", flat=True)
    )
    made = [
        record_consent(
            customer=customer,
            dealership=card.dealership,
            purpose=purpose,
            channel=Consent.Channel.CALL,
            is_granted=False,
            evidence=Consent.Evidence.CALL,
            evidence_id=touch.pk,
            by=touch.by,
            at=touch.at,
            wording=report.note.strip() or WORDING,
        ).pk
        for purpose in Consent.Purpose.values
    ]
    return {
        "do_not_call": newly,
        "consents": {"made": made, "superseded": superseded},
    }


def _end_ownership(
    card: CallTask, cards: Sequence[CallTask], report: "Report", touch: Touch
) -> Before:
    """The car goes; what was due for it falls, on every card of the customer."""
    cars = _cars(card, report.vehicles)
    today = card.dealership.local_date(touch.at)
    owned = Ownership.objects.filter(
        customer_id=card.customer_id, vehicle_id__in=cars, until=None, since__lte=today
    )
    ended = list(owned.values_list("pk", flat=True))
    owned.update(until=today, end_reason=Ownership.EndReason.TOLD)
    reasons = CallReason.objects.filter(task__in=cards, vehicle_id__in=cars).open()
    reasons.update(status=CallReason.Status.DROPPED)
    _drop_empty_cards([other for other in cards if other.pk != card.pk], touch)
    return {"ownerships": ended}


def _cars(card: CallTask, chosen: Collection[int] | None) -> list[int]:
    about = CallReason.objects.filter(task=card, vehicle__isnull=False).open()
    if chosen is not None:
        about = about.filter(vehicle_id__in=chosen)
    return list(about.order_by("vehicle_id").values_list("vehicle_id", flat=True).distinct())


def _drop_empty_cards(cards: Sequence[CallTask], touch: Touch) -> None:
    left = set(CallReason.objects.filter(task__in=cards).open().values_list("task_id", flat=True))
    for card in cards:
        if card.pk not in left:
            leases.drop(task=card, reason=CallTask.DropReason.NOT_OWNER, by=touch.by, at=touch.at)


_Act = Callable[[CallTask, Sequence[CallTask], "Report", Touch], Before]
_ACTS: dict[Outcome, _Act] = {
    Outcome.WRONG_NUMBER: _mark_number,
    Outcome.DO_NOT_CALL: _stop_calling,
    Outcome.NOT_OWNER: _end_ownership,
}

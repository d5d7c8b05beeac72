"""What an outcome changes beyond the card: the number, the consents, the ownership, other cards."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from communications.contact_hours import hours_for
from communications.models import CallOutcome, InboundMessage, Touch
from communications.services import inbox
from complaints import services as complaints
from complaints.models import Complaint
from customers.models import Consent, ContactPoint, Ownership
from customers.services.consents import record_consent
from customers.services.customers import stop_calls
from dealerships.models import User
from followups.models import CallReason, CallTask
from followups.rules.outcomes import Outcome
from followups.services import leases, replies
from promises.services import promises

if TYPE_CHECKING:
    from followups.services.outcomes import Report

Before = dict[str, Any]
WORDING = "Asked not to be called."
APPOINTMENT_WITHIN = 120
"""Minutes of calling hours in which an appointment that was asked for is arranged."""
LONGEST_WISH = 400


def follow(
    *,
    card: CallTask,
    cards: Sequence[CallTask],
    report: "Report",
    choice: CallOutcome,
    touch: Touch,
) -> Before:
    """Do what the outcome asks for; returns what undo needs to take it back.

    cards   every open card of the customer, locked
    choice  what the dealership lets follow from the outcome
    touch   the call itself: who made it, when
    """
    act = _ACTS.get(report.outcome)
    before = act(card, cards, report, touch) if act else {}
    if choice.withdraws:
        before |= _withdraw(card, choice, report, touch)
    if choice.opens_complaint:
        before |= _open_complaint(card, choice, report, touch)
    if choice.books_appointment:
        before |= _ask_for_appointment(card, choice, report, touch)
    if touch.is_conversation:
        before |= _keep_promised_calls(card, touch)
    return before


def _keep_promised_calls(card: CallTask, touch: Touch) -> Before:
    """Whoever of us had promised the customer a call: this was it."""
    assert touch.by is not None  # noqa: S101 - a person made the call
    kept = promises.keep_by_talk(
        dealership=card.dealership, customer=card.customer, by=touch.by, at=touch.at
    )
    return {"calls_kept": kept} if kept else {}


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


def _withdraw(card: CallTask, choice: CallOutcome, report: "Report", touch: Touch) -> Before:
    """By every channel: from advertising, or from everything."""
    is_all = choice.withdraws == CallOutcome.Withdraws.ALL
    purposes = list(Consent.Purpose) if is_all else [Consent.Purpose.ADVERTISING]
    said = Consent.objects.filter(
        customer=card.customer, channel=Consent.Channel.ANY, purpose__in=purposes
    )
    superseded = list(said.current().values_list("pk", flat=True))
    made = [
        record_consent(
            customer=card.customer,
            dealership=card.dealership,
            purpose=purpose,
            channel=Consent.Channel.ANY,
            is_granted=False,
            evidence=Consent.Evidence.CALL,
            evidence_id=touch.pk,
            by=touch.by,
            at=touch.at,
            wording=report.note.strip() or str(choice),
        ).pk
        for purpose in purposes
    ]
    return {"consents": {"made": made, "superseded": superseded}}


def _open_complaint(card: CallTask, choice: CallOutcome, report: "Report", touch: Touch) -> Before:
    """In the words of the note; the complaint's people sort it."""
    complaint = complaints.open_complaint(
        dealership=card.dealership,
        customer=card.customer,
        category=Complaint.Category.OTHER,
        severity=Complaint.Severity.MEDIUM,
        text=report.note.strip() or str(choice),
        by=touch.by,
        at=touch.at,
    )
    return {"complaint": complaint.pk}


def _ask_for_appointment(
    card: CallTask, choice: CallOutcome, report: "Report", touch: Touch
) -> Before:
    """A promise of the caller's to arrange it, on the first working day that comes."""
    assert touch.by is not None  # noqa: S101 - a person made the call
    wish = report.note.strip() or str(choice)
    promise = promises.make_promise(
        dealership=card.dealership,
        customer=card.customer,
        text=gettext("Appointment: %(wish)s") % {"wish": wish[:LONGEST_WISH]},
        due_at=hours_for(card.customer, card.dealership).after(touch.at, APPOINTMENT_WITHIN),
        by=touch.by,
        at=touch.at,
    )
    return {"promise": promise.pk}


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

"""May this card be called now? Asked again at the moment of claiming (N10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from communications.contact_hours import hours_for
from communications.models import ContactHold
from customers.models import Consent
from dealerships.models import Dealership
from followups.models import CallReason, CallTask, TaskEvent
from followups.rules import contact

OPEN_END = timedelta(days=1)
"""A hold without an end is looked at again after so long."""


@dataclass(frozen=True)
class Refusal:
    """Why a card may not be called: dropped with `drop_reason`, else put off until `until`.

    `reasons` is what falls with it; a card of which only some reasons may not be spoken of
    stays, and `drop_reason` is empty with `until` None.
    """

    drop_reason: str = ""
    until: datetime | None = None
    why: str = ""
    reasons: tuple[int, ...] = ()


def refusal(*, task: CallTask, dealership: Dealership, at: datetime) -> Refusal | None:
    """What forbids the call at `at`, or None (three queries; task with its customer)."""
    if task.customer.do_not_call_since:
        return Refusal(drop_reason=CallTask.DropReason.DO_NOT_CALL)
    forbidden, speakable = _reasons_by_consent(task)
    if forbidden and not speakable:
        return Refusal(drop_reason=CallTask.DropReason.NO_CONSENT, reasons=forbidden)
    hours = hours_for(task.customer, dealership)
    hold = (
        ContactHold.objects.for_dealership(dealership)
        .filter(customer_id=task.customer_id)
        .active(at=at)
        .order_by("-until", "pk")  # one without an end stands first
        .first()
    )
    if hold:
        until = hours.next_allowed(hold.until or at + OPEN_END)
        return Refusal(until=until, why=TaskEvent.Why.HOLD)
    if not hours.allow(at):
        return Refusal(until=hours.next_allowed(at), why=TaskEvent.Why.HOURS)
    return Refusal(reasons=forbidden) if forbidden else None


def _reasons_by_consent(task: CallTask) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ids of the open reasons that may not, and that may be spoken of."""
    decided = contact.decisions(
        Consent.objects.filter(customer_id=task.customer_id, channel__in=["call", "any"])
        .current()
        .order_by("-given_at", "is_granted", "pk")
        .values_list("purpose", "is_granted")
    )
    reasons = CallReason.objects.filter(task=task).open().values_list("pk", "rule__purpose")
    forbidden: list[int] = []
    speakable: list[int] = []
    for pk, purpose in reasons:
        # silence is no consent, as for the planner (N10)
        (speakable if decided.get(purpose, False) else forbidden).append(pk)
    return tuple(forbidden), tuple(speakable)

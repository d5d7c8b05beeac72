"""May this card be called now? Asked again at the moment of claiming (N10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from communications import contact_budget
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
    """What forbids the call at `at`, or None (five queries; task with its customer)."""
    if task.customer.do_not_call_since:
        return Refusal(drop_reason=CallTask.DropReason.DO_NOT_CALL)
    reasons = _reasons_by_consent(task)
    if reasons.forbidden and not reasons.speakable:
        return Refusal(drop_reason=CallTask.DropReason.NO_CONSENT, reasons=reasons.forbidden)
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
    day = _day_with_room(task, reasons, dealership, at)
    if day > dealership.local_date(at):
        morning = datetime.combine(day, time.min, dealership.tz)
        return Refusal(until=hours.next_allowed(morning), why=TaskEvent.Why.BUDGET)
    return Refusal(reasons=reasons.forbidden) if reasons.forbidden else None


def is_advertising(task: CallTask) -> bool:
    """Whether nothing but advertising is the reason of the card (one query)."""
    return _only_advertising(
        CallReason.objects.filter(task=task).open().values_list("rule__purpose", flat=True)
    )


@dataclass(frozen=True)
class _Reasons:
    """Ids of the open reasons that may not, and that may be spoken of."""

    forbidden: tuple[int, ...]
    speakable: tuple[int, ...]
    is_advertising: bool


def _reasons_by_consent(task: CallTask) -> _Reasons:
    decided = contact.decisions(
        Consent.objects.filter(customer_id=task.customer_id, channel__in=["call", "any"])
        .current()
        .order_by("-given_at", "is_granted", "pk")
        .values_list("purpose", "is_granted")
    )
    purposes = dict(CallReason.objects.filter(task=task).open().values_list("pk", "rule__purpose"))
    # silence is no consent, as for the planner (N10)
    speakable = [pk for pk, purpose in purposes.items() if decided.get(purpose, False)]
    return _Reasons(
        forbidden=tuple(pk for pk in purposes if pk not in speakable),
        speakable=tuple(speakable),
        is_advertising=_only_advertising(purposes[pk] for pk in speakable),
    )


def _only_advertising(purposes: Iterable[str]) -> bool:
    return set(purposes) == {Consent.Purpose.ADVERTISING.value}


def _day_with_room(task: CallTask, reasons: _Reasons, dealership: Dealership, at: datetime) -> date:
    """The first day from today on that the contact budget leaves for this card (N2).

    A promised call is kept whatever the budget. Never later than the day after the card's last:
    then the sweep closes it.
    """
    today = dealership.local_date(at)
    if task.callback_at is not None:
        return today
    room = contact_budget.room(customer_id=task.customer_id, dealership=dealership, at=at)
    day = today if room.for_a_call else today + timedelta(days=1)
    if reasons.is_advertising:
        day = max(day, room.advertising_from)
    return min(day, max(task.due_until, today) + timedelta(days=1))

"""May this card be called now? Asked again at the moment of claiming (N10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from communications import contact_budget
from communications.contact_hours import hours_for, is_presumed
from communications.models import ContactHold, InboundMessage
from customers.models import Consent
from dealerships.models import Dealership
from dealerships.prepared import prepared
from followups.models import CallReason, CallTask, Rule, TaskEvent
from followups.rules import contact
from followups.triggers import TRIGGERS

LOOK_AGAIN = timedelta(hours=1)
"""Somebody must answer the customer first; then their other calls come back within so long."""


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
    """What forbids the call at `at`, or None (six queries; task with its customer)."""
    if task.customer.do_not_call_since:
        return Refusal(drop_reason=CallTask.DropReason.DO_NOT_CALL)
    reasons = _reasons_by_consent(task, dealership)
    if reasons.forbidden and not reasons.speakable:
        return Refusal(drop_reason=CallTask.DropReason.NO_CONSENT, reasons=reasons.forbidden)
    hours = hours_for(task.customer, dealership)
    if holds := _holds(dealership, task.customer_id, at):
        until = hours.next_allowed(holds[0].looked_at_again(at))
        return Refusal(until=until, why=TaskEvent.Why.HOLD)
    if _waits_for_answer(dealership, task.customer_id) and not _is_the_answer(task):
        return Refusal(until=hours.next_allowed(at + LOOK_AGAIN), why=TaskEvent.Why.REPLY)
    if not hours.allow(at):
        return Refusal(until=hours.next_allowed(at), why=TaskEvent.Why.HOURS)
    day = _day_with_room(task, reasons, dealership, at)
    if day > dealership.local_date(at):
        morning = dealership.start_of_day(day)
        return Refusal(until=hours.next_allowed(morning), why=TaskEvent.Why.BUDGET)
    return Refusal(reasons=reasons.forbidden) if reasons.forbidden else None


def is_advertising(task: CallTask) -> bool:
    """Whether nothing but advertising is the reason of the card (one query)."""
    return _only_advertising(purpose for _pk, purpose, _trigger in _open_reasons(task))


@dataclass(frozen=True)
class _Reasons:
    """Ids of the open reasons that may not, and that may be spoken of.

    is_owed  one of these is owed to the customer: a complaint, a bad answer, what they wrote
    """

    forbidden: tuple[int, ...]
    speakable: tuple[int, ...]
    is_advertising: bool
    is_owed: bool


def _reasons_by_consent(task: CallTask, dealership: Dealership) -> _Reasons:
    """As the planner decides it: silence is consent only where the law asks for no yes (N10)."""
    decided = contact.decisions(_statements(task.customer_id))
    reasons = _open_reasons(task)
    speakable = {
        pk: (purpose, trigger)
        for pk, purpose, trigger in reasons
        if decided.get(purpose, is_presumed(purpose, dealership))
    }
    return _Reasons(
        forbidden=tuple(pk for pk, _purpose, _trigger in reasons if pk not in speakable),
        speakable=tuple(speakable),
        is_advertising=_only_advertising(purpose for purpose, _trigger in speakable.values()),
        is_owed=any(TRIGGERS[trigger].owes_contact for _purpose, trigger in speakable.values()),
    )


def _only_advertising(purposes: Iterable[str]) -> bool:
    return set(purposes) == {Consent.Purpose.ADVERTISING.value}


def _day_with_room(task: CallTask, reasons: _Reasons, dealership: Dealership, at: datetime) -> date:
    """The first day from today on that the contact budget leaves for this card (N2).

    A promised call is made whatever the budget, and so is one that is owed. Never later than the
    day after the card's last: then the sweep closes it.
    """
    today = dealership.local_date(at)
    if task.callback_at is not None or reasons.is_owed:
        return today
    room = contact_budget.room(customer_id=task.customer_id, dealership=dealership, at=at)
    day = today if room.for_a_call else today + timedelta(days=1)
    if reasons.is_advertising:
        day = max(day, room.advertising_from)
    return min(day, max(task.due_until, today) + timedelta(days=1))


@prepared
def _holds(dealership: Dealership, customer: int, at: datetime) -> QuerySet[ContactHold]:
    return ContactHold.objects.for_dealership(dealership).longest(customer=customer, at=at)


@prepared
def _waits_for_answer(dealership: Dealership, customer: int) -> QuerySet[InboundMessage]:
    replies = InboundMessage.objects.for_dealership(dealership).open()
    return replies.filter(customer=customer).order_by("pk")[:1]


def _is_the_answer(task: CallTask) -> bool:
    """What the customer wrote is a reason of this very card."""
    reasons = CallReason.objects.filter(task=task).open()
    return reasons.filter(rule__trigger=Rule.Trigger.REPLY_RECEIVED).exists()


@prepared
def _statements(customer: int) -> "QuerySet[Any, tuple[str, bool]]":
    said = Consent.objects.filter(customer=customer, channel__in=["call", "any"]).current()
    newest = said.order_by("-given_at", "is_granted", "pk")
    return newest.values_list("purpose", "is_granted")


@prepared
def _open_reasons(task: CallTask) -> "QuerySet[Any, tuple[int, str, str]]":
    reasons = CallReason.objects.filter(task=task).open()
    return reasons.values_list("pk", "rule__purpose", "rule__trigger")

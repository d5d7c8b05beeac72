"""May this card be called now? Asked again at the moment of claiming (N10)."""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from communications.models import ContactHold
from customers.models import Consent
from dealerships.models import Dealership
from dealerships.prepared import prepared
from followups.models import CallReason, CallTask, TaskEvent
from followups.rules import contact
from followups.rules.hours import CallingHours

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


def calling_hours(task: CallTask, dealership: Dealership) -> CallingHours:
    """The dealership's hours on the clock of the customer, who may live elsewhere."""
    zone = zoneinfo.ZoneInfo(task.customer.time_zone or dealership.time_zone)
    return _hours(dealership, zone)


def own_hours(dealership: Dealership) -> CallingHours:
    """The dealership's hours on its own clock: whether anybody is called now at all."""
    return _hours(dealership, dealership.tz)


def _hours(dealership: Dealership, zone: zoneinfo.ZoneInfo) -> CallingHours:
    return CallingHours(
        zone, dealership.calls_from, dealership.calls_until, dealership.closed_dates
    )


def refusal(*, task: CallTask, dealership: Dealership, at: datetime) -> Refusal | None:
    """What forbids the call at `at`, or None (three queries; task with its customer)."""
    if task.customer.do_not_call_since:
        return Refusal(drop_reason=CallTask.DropReason.DO_NOT_CALL)
    forbidden, speakable = _reasons_by_consent(task)
    if forbidden and not speakable:
        return Refusal(drop_reason=CallTask.DropReason.NO_CONSENT, reasons=forbidden)
    hours = calling_hours(task, dealership)
    if holds := _holds(dealership, task.customer_id, at):
        until = hours.next_allowed(holds[0].until or at + OPEN_END)
        return Refusal(until=until, why=TaskEvent.Why.HOLD)
    if not hours.allow(at):
        return Refusal(until=hours.next_allowed(at), why=TaskEvent.Why.HOURS)
    return Refusal(reasons=forbidden) if forbidden else None


def _reasons_by_consent(task: CallTask) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ids of the open reasons that may not, and that may be spoken of."""
    decided = contact.decisions(_statements(task.customer_id))
    forbidden: list[int] = []
    speakable: list[int] = []
    for pk, purpose in _open_reasons(task):
        # silence is no consent, as for the planner (N10)
        (speakable if decided.get(purpose, False) else forbidden).append(pk)
    return tuple(forbidden), tuple(speakable)


@prepared
def _holds(dealership: Dealership, customer: int, at: datetime) -> QuerySet[ContactHold]:
    """The one that ends last; one without an end stands first."""
    holds = ContactHold.objects.for_dealership(dealership).filter(customer=customer)
    return holds.active(at=at).order_by("-until", "pk")[:1]


@prepared
def _statements(customer: int) -> "QuerySet[Any, tuple[str, bool]]":
    said = Consent.objects.filter(customer=customer, channel__in=["call", "any"]).current()
    newest = said.order_by("-given_at", "is_granted", "pk")
    return newest.values_list("purpose", "is_granted")


@prepared
def _open_reasons(task: CallTask) -> "QuerySet[Any, tuple[int, str]]":
    return CallReason.objects.filter(task=task).open().values_list("pk", "rule__purpose")

"""What is left of a customer's contact budget (N2): read from the touches, decided by the rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from communications.models import ContactHold, Touch
from communications.rules.budget import Budget, advertising_from, has_room_for_a_call
from customers.models.customer import Channel
from dealerships.models import Dealership
from dealerships.prepared import prepared


@dataclass(frozen=True)
class Room:
    """
    for_a_call         another talk fits into today
    advertising_from   the first local day with room for a contact of advertising
    """

    for_a_call: bool
    advertising_from: date


def budget_of(dealership: Dealership) -> Budget:
    return Budget(
        marketing_contacts=dealership.marketing_contacts,
        marketing_days=dealership.marketing_days,
        calls_a_day=dealership.calls_a_day,
        days_after_complaint=dealership.days_after_complaint,
    )


def room(*, customer_id: int, dealership: Dealership, at: datetime) -> Room:
    """What the budget leaves of the customer's day at `at` (two queries).

    Days are the dealership's. What was taken back and calls that nobody answered do not count.
    """
    budget = budget_of(dealership)
    today = dealership.local_date(at)
    contacts = [
        (dealership.local_date(when), channel, is_advertising)
        for when, channel, is_advertising in _contacts(
            dealership, customer_id, at - timedelta(days=budget.marketing_days + 1), at
        )
    ]
    talks = sum(day == today and channel == Channel.CALL for day, channel, _ in contacts)
    return Room(
        for_a_call=has_room_for_a_call(budget, talks_today=talks),
        advertising_from=advertising_from(
            budget,
            advertised=[day for day, _, is_advertising in contacts if is_advertising],
            complaint_ended=_last_complaint(customer_id, dealership, at),
            today=today,
        ),
    )


def _last_complaint(customer_id: int, dealership: Dealership, at: datetime) -> date | None:
    ended = _complaints_ended(dealership, customer_id, at)
    return dealership.local_date(ended[0]) if ended and ended[0] else None


@prepared
def _contacts(
    dealership: Dealership, customer: int, since: datetime, at: datetime
) -> "QuerySet[Any, tuple[datetime, str, bool]]":
    touches = Touch.objects.for_dealership(dealership).standing().reaching()
    lately = touches.filter(customer=customer, at__gt=since, at__lte=at)
    return lately.values_list("at", "channel", "is_advertising")


@prepared
def _complaints_ended(
    dealership: Dealership, customer: int, at: datetime
) -> "QuerySet[Any, datetime | None]":
    holds = ContactHold.objects.for_dealership(dealership).filter(
        customer=customer, reason=ContactHold.Reason.COMPLAINT, until__lte=at
    )
    return holds.order_by("-until").values_list("until", flat=True)[:1]

"""The calendar of a customer's touches (N2, B13): those had, those to come, what the budget leaves.

What is to come is what is promised and planned, and what the planner's own parts say of the days
ahead (followups.why): a rule whose window begins later.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from communications import contact_budget
from communications.models import InboundMessage, Touch
from customers.models import Customer
from dealerships.models import Dealership
from followups import why
from followups.models import CallTask
from promises.models import Promise

PAST = timedelta(days=90)
AHEAD = timedelta(days=60)
MOST_PAST = 10


@dataclass(frozen=True)
class Line:
    """A touch: its day there, what it is, and why or what came of it."""

    day: date
    label: str
    note: str
    icon: str


@dataclass(frozen=True)
class Calendar:
    """
    past              newest first
    coming            soonest first
    advertising_from  the first day with room for advertising; None: there is room today
    wrote_on          the day of what they wrote and nobody has answered; until then nothing comes
    """

    past: list[Line]
    coming: list[Line]
    advertising_from: date | None
    wrote_on: date | None


def calendar_of(*, customer: Customer, dealership: Dealership, at: datetime) -> Calendar:
    """At most MOST_PAST touches of the last PAST, and all to come within AHEAD (nine queries)."""
    today = dealership.local_date(at)
    room = contact_budget.room(customer_id=customer.pk, dealership=dealership, at=at)
    coming = [
        *_promised(customer, dealership),
        *_planned(customer, dealership),
        *_foreseen(customer, dealership, today, at),
    ]
    return Calendar(
        past=_past(customer, dealership, at),
        coming=sorted(coming, key=lambda line: line.day),
        advertising_from=room.advertising_from if room.advertising_from > today else None,
        wrote_on=_wrote_on(customer, dealership),
    )


def _wrote_on(customer: Customer, dealership: Dealership) -> date | None:
    replies = InboundMessage.objects.for_dealership(dealership).open().filter(customer=customer)
    first = replies.order_by("received_at").values_list("received_at", flat=True).first()
    return dealership.local_date(first) if first else None


def _past(customer: Customer, dealership: Dealership, at: datetime) -> list[Line]:
    touches = (
        Touch.objects.for_dealership(dealership)
        .standing()
        .filter(customer=customer)
        .within(start=at - PAST, end=at + timedelta(seconds=1))
        .order_by("-at", "-pk")[:MOST_PAST]
    )
    return [
        Line(
            dealership.local_date(touch.at),
            str(touch.get_channel_display()),
            " · ".join(
                part
                for part in (
                    str(touch.get_outcome_display()),
                    _("advertising") if touch.is_advertising else "",
                )
                if part
            ),
            "phone" if touch.channel == "call" else "message",
        )
        for touch in touches
    ]


def _promised(customer: Customer, dealership: Dealership) -> list[Line]:
    open_ones = Promise.objects.for_dealership(dealership).open().to_customers()
    promises = open_ones.filter(customer=customer)
    return [
        Line(dealership.local_date(promise.due_at), _("Promise"), promise.text, "hand-stop")
        for promise in promises
    ]


def _planned(customer: Customer, dealership: Dealership) -> list[Line]:
    cards = CallTask.objects.for_dealership(dealership).open().filter(customer=customer)
    return [
        Line(
            dealership.local_date(card.callback_at or card.not_before),
            _("Promised call") if card.callback_at else _("Planned call"),
            " · ".join(
                reason.rule.name for reason in card.reasons.all() if reason.status == "open"
            ),
            "phone-call",
        )
        for card in cards.prefetch_related("reasons__rule")
    ]


def _foreseen(customer: Customer, dealership: Dealership, today: date, at: datetime) -> list[Line]:
    verdicts = why.about_customer(customer=customer, dealership=dealership, day=today, at=at)
    return [
        Line(each.due_from, each.rule.name, _("foreseen by its rule"), "calendar-event")
        for each in verdicts
        if each.answer == why.Answer.EARLY and each.due_from and each.due_from <= today + AHEAD
    ]

"""The calendar of a customer's touches (N2, B13): those had, those to come, what the budget leaves.

What is to come is what is promised and planned, by call and in writing, what waits in the outbox,
and what the planner's own parts say of the days ahead (followups.why): a rule whose window begins
later.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from communications import contact_budget
from communications.models import InboundMessage, Message, Touch, WrittenChannel
from communications.timeline import CHANNEL_ICONS
from customers.models import Customer
from dealerships.models import Dealership
from followups import why
from followups.models import CallReason, CallTask
from followups.rules.plans import Place
from promises.models import Promise

PAST = timedelta(days=90)
AHEAD = timedelta(days=60)
MOST_PAST = 10
SHOWN_OF_TEXT = 80


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
    """At most MOST_PAST touches of the last PAST, and all to come within AHEAD (twelve queries)."""
    today = dealership.local_date(at)
    room = contact_budget.room(customer_id=customer.pk, dealership=dealership, at=at)
    coming = [
        *_promised(customer, dealership),
        *_planned(customer, dealership),
        *_written(customer, dealership),
        *_outbox(customer, dealership),
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
        .select_related("message", "own_outcome")
        .order_by("-at", "-pk")[:MOST_PAST]
    )
    return [
        Line(
            dealership.local_date(touch.at),
            str(touch.get_channel_display()),
            _joined(
                str(touch.get_direction_display()) if touch.direction == Touch.Direction.IN else "",
                _outcome(touch),
                _("advertising") if touch.is_advertising else "",
            ),
            CHANNEL_ICONS[touch.channel],
        )
        for touch in touches
    ]


def _outcome(touch: Touch) -> str:
    """What came of a call; of a message what it says, and whether it arrived."""
    if touch.message:
        return _joined(_gist(touch.message), str(touch.message.get_state_display()))
    return str(touch.own_outcome or touch.get_outcome_display())


def _gist(message: Message) -> str:
    return Truncator(message.subject or message.text).chars(SHOWN_OF_TEXT)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


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


def _written(customer: Customer, dealership: Dealership) -> list[Line]:
    """The messages of the plans that go on, should nobody be reached before."""
    reasons = CallReason.objects.for_dealership(dealership).open().filter(customer=customer)
    rows = reasons.select_related("rule").prefetch_related("rule__steps__template")
    return [line for reason in rows for line in _messages_of(reason)]


def _messages_of(reason: CallReason) -> list[Line]:
    steps = {step.position: step for step in reason.rule.steps.all()}
    return [
        Line(
            # one that had to wait has a later day than its plan
            reason.message_on if reason.message_on and position == reason.step else day,
            _("Planned: %(channel)s") % {"channel": WrittenChannel(steps[position].channel).label},
            _joined(reason.rule.name, str(steps[position].template or "")),
            CHANNEL_ICONS[steps[position].channel],
        )
        for position, day in _ahead(reason)
    ]


def _ahead(reason: CallReason) -> list[tuple[int, date]]:
    """Position and day of each message to come."""
    plan = reason.rule.plan()
    window = {"planned_on": reason.planned_on, "due_until": reason.due_until}
    if reason.task_id:
        return plan.messages_ahead(Place(reason.step, reason.step_failures), **window)
    if reason.message_on is None:  # the last one waits in the outbox
        return []
    later = plan.written_from(reason.step + 1, **window)
    return [(reason.step, reason.message_on), *later]


def _outbox(customer: Customer, dealership: Dealership) -> list[Line]:
    """What waits to be sent, and what a person has to look after."""
    waiting = Message.objects.for_dealership(dealership).filter(
        customer=customer,
        state__in=[
            Message.State.QUEUED, Message.State.SENDING, Message.State.NEEDS_ATTENTION,
        ],
    )  # fmt: skip
    return [
        Line(
            dealership.local_date(message.not_before),
            str(message.get_channel_display()),
            _joined(
                _gist(message), str(message.get_state_display()), str(message.get_why_display())
            ),
            CHANNEL_ICONS[message.channel],
        )
        for message in waiting.order_by("not_before", "pk")
    ]


def _foreseen(customer: Customer, dealership: Dealership, today: date, at: datetime) -> list[Line]:
    verdicts = why.about_customer(customer=customer, dealership=dealership, day=today, at=at)
    return [
        Line(each.due_from, each.rule.name, _("foreseen by its rule"), "calendar-event")
        for each in verdicts
        if each.answer == why.Answer.EARLY and each.due_from and each.due_from <= today + AHEAD
    ]

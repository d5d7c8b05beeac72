"""Everything one call card shows, read in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from communications.best_hours import BestHour, best_hour
from communications.contact_hours import hours_for
from communications.models import CallOutcome, Touch
from customers.models import ContactPoint, Customer, Ownership
from dealerships.models import Dealership, User
from dealerships.prepared import prepared
from followups.explanations import explain
from followups.models import CallReason, CallTask
from followups.rules.contact import in_calling_order
from followups.script_reading import Reading, reading_of
from followups.wording import speaker
from promises.models import Promise
from service.models import RepairOrder

SHOWN = 4
"""Rows of history on the card; the customer page has all."""

CALLBACK_IN = timedelta(hours=2)


@dataclass(frozen=True)
class Phone:
    value: str
    label: str
    is_wrong: bool
    is_next: bool


@dataclass(frozen=True)
class Line:
    """A reason to call, in the words of the reader."""

    pk: int
    name: str
    explanation: str
    car: str
    due_until: date
    trigger: str
    subject_id: int


@dataclass(frozen=True)
class Card:
    task: CallTask
    customer: Customer
    address: str
    phones: list[Phone]
    cars: list[Ownership]
    reasons: list[Line]
    outcomes: list[CallOutcome]
    script: Reading | None
    touches: list[Touch]
    visits: list[RepairOrder]
    promises: list[Promise]
    callback_at: datetime
    best_hour: BestHour | None
    now: datetime
    days_late: int
    """Since the last day of the window; 0 on that day, negative before."""

    @property
    def survey_visit(self) -> int | None:
        """The visit to ask about, when that is a reason of the call."""
        visits = (line.subject_id for line in self.reasons if line.trigger == "visit_closed")
        return next(visits, None)


def card_of(*, task: CallTask, dealership: Dealership, caller: User, at: datetime) -> Card:
    """The card of a task with its customer, as `caller` sees it at `at` (eight queries)."""
    customer = task.customer
    today = dealership.local_date(at)
    rows = _reasons(task)
    outcomes = offered(dealership)
    return Card(
        task=task,
        customer=customer,
        address=customer.address_in(customer.language or dealership.language),
        phones=_phones(task),
        cars=_cars(customer, dealership, today),
        reasons=[_line(row, today) for row in rows],
        outcomes=outcomes,
        script=_script(rows, customer, dealership, caller, outcomes),
        touches=_touches(customer, dealership),
        visits=_visits(customer, dealership),
        promises=_promises(customer, dealership),
        callback_at=_next_half_hour(task, dealership, at),
        best_hour=best_hour(customer=customer, dealership=dealership, at=at),
        now=at,
        days_late=(today - task.due_until).days,
    )


@prepared
def _reasons(task: CallTask) -> QuerySet[CallReason]:
    reasons = CallReason.objects.filter(task=task).open().select_related("rule__script", "vehicle")
    return reasons.order_by("rule__priority", "due_until", "pk")


def _line(reason: CallReason, today: date) -> Line:
    return Line(
        pk=reason.pk,
        name=reason.rule.name,
        explanation=explain(reason, today=today),
        car=str(reason.vehicle) if reason.vehicle else "",
        due_until=reason.due_until,
        trigger=reason.rule.trigger,
        subject_id=reason.subject_id,
    )


def _phones(task: CallTask) -> list[Phone]:
    """Those that may be called in calling order, then the wrong ones."""
    rows = {row.value: row for row in _numbers(task.customer_id)}
    callable_ = [value for value, row in rows.items() if row.wrong_since is None]
    order = in_calling_order(callable_, task.last_address)
    wrong = [value for value in rows if value not in order]
    return [
        Phone(value, rows[value].label, value in wrong, place == 0 and value not in wrong)
        for place, value in enumerate([*order, *wrong])
    ]


@prepared
def _numbers(customer: int) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(customer=customer).phones()


@prepared
def _cars(customer: Customer, dealership: Dealership, today: date) -> QuerySet[Ownership]:
    """Cars the customer owns today and the dealership knows."""
    known = dealership.vehicle_relations.values("vehicle")
    owned = Ownership.objects.filter(customer=customer, vehicle__in=known).as_of(today)
    return owned.select_related("vehicle").order_by("-since", "-pk")[:SHOWN]


@prepared
def _touches(customer: Customer, dealership: Dealership) -> QuerySet[Touch]:
    touches = Touch.objects.for_dealership(dealership).filter(customer=customer).standing()
    return touches.select_related("by").order_by("-at", "-pk")[:SHOWN]


@prepared
def _visits(customer: Customer, dealership: Dealership) -> QuerySet[RepairOrder]:
    """The last two, each with its `amount`."""
    visits = RepairOrder.objects.for_dealership(dealership).filter(customer=customer)
    return visits.select_related("vehicle").with_amount().order_by("-opened_at", "-pk")[:2]


@prepared
def _promises(customer: Customer, dealership: Dealership) -> QuerySet[Promise]:
    given = Promise.objects.for_dealership(dealership).open().to_customers()
    promises = given.filter(customer=customer)
    return promises.select_related("owner").order_by("due_at", "pk")[:SHOWN]


def _script(
    rows: list[CallReason],
    customer: Customer,
    dealership: Dealership,
    caller: User,
    outcomes: list[CallOutcome],
) -> Reading | None:
    """The script of the most urgent reason that has any, in the language of the customer."""
    reason = next((row for row in rows if row.rule.script), None)
    if reason is None or reason.rule.script is None:
        return None
    say = speaker(
        dealership=dealership,
        caller=caller,
        customer=customer,
        vehicle=reason.vehicle,
        due_on=reason.due_on,
    )
    on_card = {outcome.pk for outcome in outcomes}
    return reading_of(reason.rule.script, say=say, offered=on_card)


@prepared
def offered(dealership: Dealership) -> QuerySet[CallOutcome]:
    """The outcomes on the card, in their order."""
    return CallOutcome.objects.for_dealership(dealership).offered()


def _next_half_hour(task: CallTask, dealership: Dealership, at: datetime) -> datetime:
    """A sensible first proposal for a callback."""
    rounded = (at + CALLBACK_IN).replace(second=0, microsecond=0)
    rounded += timedelta(minutes=-rounded.minute % 30)
    return hours_for(task.customer, dealership).next_allowed(rounded)

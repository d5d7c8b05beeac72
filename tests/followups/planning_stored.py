"""A drawn world as rows, and what the program makes of it in the words of the notebook."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

from communications.contact_hours import own_hours
from communications.models import ContactHold, InboundMessage, MessageTemplate, Touch
from customers.models import (
    Agreement,
    Consent,
    ContactPoint,
    Customer,
    CustomerRelation,
    Ownership,
    Vehicle,
    VehicleRelation,
)
from dealerships.models import Dealership
from followups import why
from followups.models import CallReason, CallTask, PlanStep, Rule
from followups.services import contact
from service.models import RepairOrder
from tests.followups.planning_worlds import Person, Place, Plan, World

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def store(dealership: Dealership, world: World) -> Dealership:
    """The dealership of the test with the world's settings, rules and customers."""
    dealership = _settle(dealership, world.place)
    Rule.objects.for_dealership(dealership).update(is_active=False)
    template = MessageTemplate.objects.filter(dealership=dealership, channel="sms").first()
    Rule.objects.bulk_create(_rule(dealership, plan) for plan in world.plans)
    PlanStep.objects.bulk_create(
        PlanStep(
            dealership=dealership, rule_id=plan.pk, position=place, channel=channel, day=day,
            attempts=attempts, template=None if channel == "call" else template,
        )
        for plan in world.plans
        for place, (channel, day, attempts) in enumerate(plan.steps, start=1)
    )  # fmt: skip
    Customer.objects.bulk_create(_customer(dealership, one) for one in world.people)
    CustomerRelation.objects.bulk_create(
        CustomerRelation(dealership=dealership, holding=dealership.holding, customer_id=one.pk)
        for one in world.people
    )
    for person in world.people:
        _store_statements(dealership, person)
        _store_contacts(dealership, person)
        _store_cars(dealership, person)
    return dealership


def _settle(dealership: Dealership, place: Place) -> Dealership:
    Dealership.objects.filter(pk=dealership.pk).update(
        time_zone=place.zone, law=place.law, country=place.country,
        calls_from=place.calls_from, calls_until=place.calls_until,
        closed_days={day.isoformat(): "" for day in place.closed},
        marketing_contacts=place.marketing_contacts, marketing_days=place.marketing_days,
        calls_a_day=place.calls_a_day, days_after_complaint=place.days_after_complaint,
    )  # fmt: skip
    return Dealership.objects.get(pk=dealership.pk)


def _rule(dealership: Dealership, plan: Plan) -> Rule:
    return Rule(
        pk=plan.pk, dealership=dealership, name=str(plan.pk), trigger=plan.trigger,
        offset_days=plan.offset, window_days=plan.window, purpose=plan.purpose,
        only_role=plan.role, priority=plan.priority,
    )  # fmt: skip


def _customer(dealership: Dealership, person: Person) -> Customer:
    name = f"Customer {person.pk}"
    return Customer(
        pk=person.pk, holding=dealership.holding, full_name=name, search_name=name.lower(),
        sort_name=name.lower(), time_zone=person.zone, preferred_from=person.prefers_from,
        birth_date=person.born, do_not_call_since=LONG_AGO if person.is_silent else None,
    )  # fmt: skip


def _store_statements(dealership: Dealership, person: Person) -> None:
    Consent.objects.bulk_create(
        Consent(
            customer_id=person.pk, dealership=dealership, purpose=purpose, channel=channel,
            is_granted=granted, given_at=at, evidence="import",
        )
        for (purpose, channel), (granted, at) in person.consents.items()
    )  # fmt: skip
    ContactHold.objects.bulk_create(
        ContactHold(
            dealership=dealership, customer_id=person.pk, reason=reason, since=since, until=until
        )
        for reason, since, until in person.holds
    )
    if person.waits_for_answer:
        InboundMessage.objects.create(
            dealership=dealership, customer_id=person.pk, channel="sms", address="+7", text="?",
            received_at=LONG_AGO,
        )  # fmt: skip


def _store_contacts(dealership: Dealership, person: Person) -> None:
    if person.phone != "none":
        ContactPoint.objects.create(
            customer_id=person.pk, kind="phone", value=f"+7{9_000_000_000 + person.pk}",
            is_valid=person.phone != "invalid",
            wrong_since=LONG_AGO if person.phone == "wrong" else None,
        )  # fmt: skip
    Touch.objects.bulk_create(
        Touch(
            dealership=dealership, customer_id=person.pk, at=at, channel=channel,
            is_conversation=is_talk, is_advertising=is_advertising,
            undone_at=at if is_undone else None,
        )
        for at, channel, is_talk, is_advertising, is_undone in person.touches
    )  # fmt: skip


def _store_cars(dealership: Dealership, person: Person) -> None:
    if not (person.visited or person.insured):
        return
    car = Vehicle.objects.create(
        holding=dealership.holding, vin=f"XW8ZZZ{person.pk:011d}", make="Skoda", model="Octavia"
    )
    VehicleRelation.objects.create(dealership=dealership, holding=dealership.holding, vehicle=car)
    Ownership.objects.create(
        holding=dealership.holding, customer_id=person.pk, vehicle=car, since=LONG_AGO.date(),
        until=None if person.owns else LONG_AGO.date() + timedelta(days=1),
        end_reason="" if person.owns else "told",
    )  # fmt: skip
    if person.visited:
        closed_at = datetime.combine(person.visited, time(12), dealership.tz)
        RepairOrder.objects.create(
            dealership=dealership, customer_id=person.pk, vehicle=car, number=str(person.pk),
            opened_at=closed_at, closed_at=closed_at, closed_on=person.visited, kind="repair",
            labour=0,
        )  # fmt: skip
    if person.insured:
        Agreement.objects.create(
            dealership=dealership, customer_id=person.pk, vehicle=car, ends_on=person.insured,
            kind="own_damage_insurance",
        )  # fmt: skip


# --- What the program says -----------------------------------------------------------------------


def counts(dealership: Dealership, day, at) -> dict[int, Counter]:
    """Of each rule: how many occasions of the day get which answer."""
    found = why.counts(dealership=dealership, day=day, at=at)
    return {rule: Counter(answers) for rule, answers in found.items()}


def answers(dealership: Dealership, person: Person, day, at) -> dict:
    """Why or why not, by rule and day of the occasion whose window contains the day."""
    customer = Customer.objects.for_dealership(dealership).get(pk=person.pk)
    found = why.about_customer(customer=customer, dealership=dealership, day=day, at=at)
    return {
        (each.rule.pk, each.due_from - timedelta(days=each.rule.offset_days)): each.answer.value
        for each in found
        if each.due_from and each.due_from <= day <= each.due_until
    }


def planned(dealership: Dealership) -> dict:
    """By rule, customer and day of the occasion: the window, the named day, the message's day; the
    role of its card, None where it is told in writing alone."""
    return {
        (one.rule_id, one.customer_id, one.due_from - timedelta(days=one.rule.offset_days)): (
            one.due_on, one.due_from, one.due_until, one.message_on,
            one.task.only_role if one.task else None,
        )
        for one in CallReason.objects.for_dealership(dealership).select_related("rule", "task")
    }  # fmt: skip


def cards(dealership: Dealership) -> dict:
    """By customer and role."""
    return {
        (card.customer_id, card.only_role): (
            card.priority, card.not_before, card.due_until, card.max_attempts
        )
        for card in CallTask.objects.for_dealership(dealership)
    }  # fmt: skip


def first_calls(dealership: Dealership) -> dict:
    """By customer and role: the instant from which the card may be called; None: not in time."""
    waiting = CallTask.objects.for_dealership(dealership).filter(status="waiting")
    return {
        (card.customer_id, card.only_role): _first_call(card, dealership)
        for card in waiting.select_related("customer")
    }


def _first_call(card: CallTask, dealership: Dealership):
    """Claimed whenever the callers work, and put off as the claim says."""
    at, hours = card.not_before, own_hours(dealership)
    while dealership.local_date(at) <= card.due_until:
        if not hours.allow(at):
            at = hours.next_allowed(at)
            continue
        refused = contact.refusal(task=card, dealership=dealership, at=at)
        if refused is None:
            return at
        assert refused.until, "the planner planned what the claim drops"
        at = refused.until
    return None

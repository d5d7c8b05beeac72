"""Builders for the tests of the planner: customers who may be called, cars, agreements."""

from datetime import timedelta

from customers.models import Agreement, Consent
from followups.models import Rule
from followups.services import planning
from tests.factories import NOW, TODAY, make_customer, make_vehicle

DAY = timedelta(days=1)


def consent(customer, dealership, purpose, *, granted=True, channel="call", given_at=None):
    return Consent.objects.create(
        customer=customer,
        dealership=dealership,
        purpose=purpose,
        channel=channel,
        is_granted=granted,
        given_at=given_at or NOW - 100 * DAY,
        evidence="import",
    )


def somebody(dealership, *, phone="+79161234567", **fields):
    """A customer who may be called for every purpose."""
    customer = make_customer(dealership, phone=phone, **fields)
    for purpose in Consent.Purpose.values:
        consent(customer, dealership, purpose)
    return customer


def somebody_with_car(dealership, **fields):
    customer = somebody(dealership, **fields)
    return customer, make_vehicle(dealership, owner=customer)


def agreement(dealership, customer, car, kind, ends_on):
    return Agreement.objects.create(
        dealership=dealership,
        customer=customer,
        vehicle=car,
        kind=kind,
        starts_on=ends_on - 365 * DAY,
        ends_on=ends_on,
    )


def only_rule(dealership, trigger, offset=None):
    """Switch every other rule off; the rule."""
    rules = Rule.objects.for_dealership(dealership)
    chosen = rules.filter(trigger=trigger)
    rule = chosen.get() if offset is None else chosen.get(offset_days=offset)
    rules.exclude(pk=rule.pk).update(is_active=False)
    return rule


def plan(dealership, day=TODAY):
    return planning.plan(dealership=dealership, day=day, at=NOW)


def planned(dealership, day=TODAY):
    """The slugs of the rules that found something, with their counts."""
    return {slug: n for slug, n in plan(dealership, day).by_rule.items() if n}

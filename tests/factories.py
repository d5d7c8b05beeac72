"""Plain builders for tests: deterministic, no side effects beyond the rows they return."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

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
from customers.services.consents import record_consent
from dealerships import services as dealerships
from dealerships.models import Dealership, Holding, Role, User
from sales.models import Sale
from service.models import RepairOrder

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LONG_AFTER = TODAY + timedelta(days=3650)
"""What must not have passed when a test reads the real clock, years after it was written."""
PASSWORD = "correct horse battery"

_numbers = itertools.count(1)


def make_dealership(slug: str = "north", *, holding: Holding | None = None, **fields) -> Dealership:
    values = {"name": slug.title(), "time_zone": "Europe/Moscow", "country": "RU"} | fields
    return dealerships.create_dealership(slug=slug, holding=holding, **values)


def call_at_any_hour(dealership: Dealership) -> None:
    """For tests that run by the real clock: no hour of the day or of the law is closed."""
    dealership.calls_from, dealership.calls_until = time(0), time(23, 59, 59)
    dealership.law = Dealership.Law.OWN
    dealership.save()


def make_user(username: str = "", *, dealership: Dealership | None = None, roles=(), **fields):
    user = User(username=username or f"user{next(_numbers)}", language="en", **fields)
    user.set_password(PASSWORD)
    user.save()
    for role in roles:
        dealerships.add_role(user=user, dealership=dealership, role=Role(role))
    return user


def relate(dealership: Dealership, customer: Customer | None, vehicle: Vehicle | None = None):
    if customer:
        CustomerRelation.objects.get_or_create(
            dealership=dealership, customer=customer, defaults={"holding": dealership.holding}
        )
    if vehicle:
        VehicleRelation.objects.get_or_create(
            dealership=dealership, vehicle=vehicle, defaults={"holding": dealership.holding}
        )


def make_customer(dealership: Dealership, full_name: str = "", *, phone: str = "", **fields):
    name = full_name or f"Customer {next(_numbers)}"
    customer = Customer.objects.create(
        holding=dealership.holding,
        full_name=name,
        search_name=name.lower(),
        sort_name=name.lower(),
        **fields,
    )
    relate(dealership, customer)
    if phone:
        ContactPoint.objects.create(customer=customer, kind="phone", value=phone)
    return customer


def make_vehicle(dealership: Dealership, *, owner: Customer | None = None, **fields) -> Vehicle:
    number = next(_numbers)
    values = {"vin": f"XW8ZZZ61ZJG{number:06d}", "make": "Skoda", "model": "Octavia"} | fields
    vehicle = Vehicle.objects.create(holding=dealership.holding, **values)
    relate(dealership, None, vehicle)
    if owner:
        Ownership.objects.create(
            holding=dealership.holding, customer=owner, vehicle=vehicle, since=date(2020, 1, 1)
        )
    return vehicle


def make_sale(dealership: Dealership, customer: Customer, vehicle: Vehicle, **fields) -> Sale:
    number = next(_numbers)
    values = {
        "contract_number": f"C-{number:06d}",
        "delivered_on": TODAY,
        "condition": "new",
        "price": Decimal(1_000_000),
    } | fields
    relate(dealership, customer, vehicle)
    return Sale.objects.create(dealership=dealership, customer=customer, vehicle=vehicle, **values)


def make_agreement(
    dealership: Dealership, customer: Customer, vehicle: Vehicle, **fields
) -> Agreement:
    """Own-damage insurance that ends in a year."""
    values = {"kind": "own_damage_insurance", "ends_on": TODAY + timedelta(days=365)} | fields
    return Agreement.objects.create(
        dealership=dealership, customer=customer, vehicle=vehicle, **values
    )


def make_visit(
    dealership: Dealership, customer: Customer, vehicle: Vehicle, *, closed_at=NOW, **fields
) -> RepairOrder:
    """A repair order, closed unless closed_at is None; its day is cut in the dealership's zone."""
    number = next(_numbers)
    values = {
        "number": f"R-{number:06d}",
        "opened_at": (closed_at or NOW) - timedelta(hours=3),
        "closed_at": closed_at,
        "closed_on": dealership.local_date(closed_at) if closed_at else None,
        "kind": "maintenance",
        "labour": Decimal(5_000),
    } | fields
    relate(dealership, customer, vehicle)
    return RepairOrder.objects.create(
        dealership=dealership, customer=customer, vehicle=vehicle, **values
    )


def say(
    customer, dealership, is_granted=True, *, purpose="service", channel="any", by=None, at=NOW
) -> Consent:
    """What a customer said about a purpose and a channel, on paper."""
    return record_consent(
        customer=customer,
        dealership=dealership,
        purpose=purpose,
        channel=channel,
        is_granted=is_granted,
        evidence=Consent.Evidence.FORM,
        by=by,
        at=at,
    )

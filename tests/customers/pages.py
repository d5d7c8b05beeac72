"""The pages of customers in tests: addresses, a life to show."""

from datetime import timedelta

from django.urls import reverse

from customers.models import ContactPoint
from customers.services.consents import record_consent
from tests.factories import NOW, TODAY, make_sale, make_vehicle, make_visit


def url(name, *args, slug="north"):
    return reverse(f"customers:{name}", args=[slug, *args])


def live(dealership, customer, years):
    """A car, a visit, a phone and a statement of each year."""
    for year in years:
        vehicle = make_vehicle(dealership, owner=customer)
        make_sale(dealership, customer, vehicle, delivered_on=TODAY - timedelta(days=365 * year))
        make_visit(dealership, customer, vehicle, closed_at=NOW - timedelta(days=30 * year))
        ContactPoint.objects.create(customer=customer, kind="phone", value=f"+7916000{year:04}")
        record_consent(
            customer=customer,
            dealership=dealership,
            purpose="service",
            channel="call",
            is_granted=bool(year % 2),
            evidence="form",
            by=None,
            at=NOW - timedelta(days=year),
        )

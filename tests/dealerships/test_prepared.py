"""A read put together once gives what the queryset gives, for every value."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from customers.models import Customer, Ownership
from dealerships.models import Dealership
from dealerships.prepared import prepared
from tests.factories import make_customer, make_dealership, make_vehicle


@prepared
def _of_dealership(dealership: Dealership) -> QuerySet[Customer]:
    return Customer.objects.for_dealership(dealership).order_by("pk")


@prepared
def _named(ids: list[int], kind: str) -> QuerySet[Customer]:
    return Customer.objects.filter(pk__in=ids, kind=kind).order_by("pk")


@prepared
def _owned(customer: int, on: date | None) -> QuerySet[Ownership]:
    owned = Ownership.objects.filter(customer=customer).select_related("vehicle")
    return owned if on is None else owned.as_of(on)


def test_each_call_gives_the_rows_of_its_own_values(dealership):
    other = make_dealership("west")
    ours, theirs = make_customer(dealership), make_customer(other)

    assert _of_dealership(dealership) == [ours]
    assert _of_dealership(other) == [theirs]


def test_a_list_of_any_length_gives_its_rows(dealership):
    customers = [make_customer(dealership) for _number in range(5)]

    for length in range(1, 6):
        chosen = customers[:length]
        assert _named([each.pk for each in chosen], Customer.Kind.PERSON) == chosen
    assert _named([customers[0].pk], Customer.Kind.COMPANY) == []


def test_none_is_another_statement_and_related_rows_come_with_it(
    dealership, django_assert_num_queries
):
    car = make_vehicle(dealership, owner=make_customer(dealership))
    ownership = Ownership.objects.get(vehicle=car)
    before = ownership.since - timedelta(days=1)

    with django_assert_num_queries(3):
        [found] = _owned(ownership.customer_id, None)
        assert found.vehicle == car
        assert _owned(ownership.customer_id, ownership.since) == [ownership]
        assert _owned(ownership.customer_id, before) == []


def test_what_is_computed_with_a_value_is_refused(dealership):
    @prepared
    def day_after(on: date) -> QuerySet[Ownership]:
        return Ownership.objects.as_of(on + timedelta(days=1))

    with pytest.raises(TypeError, match="day_after"):
        day_after(date(2026, 5, 1))


def test_what_is_looked_at_of_an_instance_is_refused(dealership):
    @prepared
    def of_country(place: Dealership) -> QuerySet[Customer]:
        return Customer.objects.for_dealership(place).filter(city=place.country)

    with pytest.raises(ObjectDoesNotExist):
        of_country(dealership)

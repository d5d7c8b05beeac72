"""What a row of customers shows beside the name: phones and cars, one query for a whole page."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from customers.models import ContactPoint, Customer, Ownership
from customers.own_timeline import CAR, car_words
from dealerships.prepared import prepared

MOST_CARS = 2
# of the card itself, what a row shows and what the list is sorted by
COLUMNS = ("full_name", "sort_name", "city", "do_not_call_since")


class Phone(NamedTuple):
    value: str


def furnish(customers: Iterable[Any], *, on: date | None) -> None:
    """Give each its `phones`, the one to try first at the head, and the words of its `cars`.

    Its `days` are for the page to fill.

    on  the day as of which a car's owner is asked; None: whose ownership is open
    """
    by_id = {customer.pk: customer for customer in customers}
    if by_id:
        for pk, phones, cars in _beside(list(by_id), on):
            by_id[pk].phones = [Phone(value) for value in phones]
            by_id[pk].cars = [car_words(car) for car in cars]
            by_id[pk].days = []


@prepared
def _beside(customers: list[int], on: date | None) -> "QuerySet[Any, tuple[int, Any, Any]]":
    phones = ContactPoint.objects.filter(customer=OuterRef("pk")).phones()
    owned = Ownership.objects.filter(customer=OuterRef("pk"))
    owned = owned.filter(until__isnull=True) if on is None else owned.as_of(on)
    cars = owned.order_by("-since", "pk").values(car=JSONObject(**CAR))[:MOST_CARS]
    return Customer.objects.filter(pk__in=customers).values_list(
        "pk", ArraySubquery(phones.values("value")), ArraySubquery(cars)
    )

"""What lists of customers, visits, sales share: period, a search by customer or car, the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from customers import rules
from customers.models import Customer, Vehicle
from customers.search import found_ids
from dealerships import sorting
from dealerships.decorators import DealershipRequest
from dealerships.filters import Asked, FilterForm, find_field, period_fields
from dealerships.models import Dealership
from dealerships.paging import keyset_page
from dealerships.sorting import Column

FEWEST_CAR_CHARACTERS = 3


class RecordFilterForm(FilterForm):
    """Search and period (both days count) beside the choices."""

    find = find_field(_("Customer, car or number"))
    start, end = period_fields()


def page(
    request: DealershipRequest,
    asked: Asked[FilterForm],
    rows: QuerySet[Any],
    *,
    columns: Sequence[Column],
    first: str,
    title: str,
) -> dict[str, Any]:
    """Context of record_list.html: one keyset page of the rows, sorted as a header was clicked.

    first is the sorting when none was, title what the records are called.
    """
    order = sorting.order_of(request.GET, columns, first)
    found = keyset_page(rows, order=order, params=request.GET)
    return {
        "title": title,
        "records": found.rows,
        "headers": sorting.headers(request.GET, columns, first),
        "newer": found.newer,
        "older": found.older,
        **asked.context(request),
    }


def about(text: str, *, dealership: Dealership, on: date) -> Q:
    """Rows (with customer and vehicle) whose customer or car the text means.

    Customers as the search box finds them, and all whose name has every word; cars by VIN, plate.
    """
    meant = Q(customer__in=found_ids(text, dealership=dealership, on=on))
    words = rules.fold(text).split()
    named = Customer.objects.filter(holding=dealership.holding_id)
    for word in words:
        named = named.filter(search_name__contains=word)
    if words:
        meant |= Q(customer__in=named.values("pk"))
    cars = Vehicle.objects.filter(holding=dealership.holding_id)
    keys = {"vin": rules.vin_key(text), "plate_key": rules.plate_key(text)}
    for column, key in keys.items():
        # neither a VIN nor a plate is without a digit: a name is none
        if len(key) >= FEWEST_CAR_CHARACTERS and any(map(str.isdigit, key)):
            meant |= Q(vehicle__in=cars.filter(**{f"{column}__contains": key}).values("pk"))
    return meant

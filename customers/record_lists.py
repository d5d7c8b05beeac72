"""What lists of customers, visits, sales share: period, choices, a search by customer or car, page.

A value that no filter offers is refused, never ignored (S2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from customers import rules
from customers.models import Customer, Vehicle
from customers.search import search
from dealerships import sorting
from dealerships.decorators import DealershipRequest
from dealerships.formatting import calendar_day
from dealerships.forms.inputs import DayInput, words_of
from dealerships.models import Dealership
from dealerships.paging import keyset_page, without
from dealerships.sorting import Column

FEWEST_CAR_CHARACTERS = 3
Choices = Sequence[tuple[Any, str | Promise]]


class FilterForm(forms.Form):
    """The choices that a list offers, by the name they have in the URL."""

    def __init__(self, data: Any, *, choices: Mapping[str, tuple[str | Promise, Choices]]) -> None:
        super().__init__(data)
        for name, (label, offered) in choices.items():
            self.fields[name] = forms.ChoiceField(
                label=str(label), required=False, choices=_with_all(offered)
            )


class RecordFilterForm(FilterForm):
    """Search and period (both days count) beside the choices."""

    find = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.SearchInput({"placeholder": gettext_lazy("Customer, car or number")}),
    )
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    end = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput)


def _with_all(offered: Choices) -> Choices:
    """A filter may say in words of its own what it shows when nothing is chosen."""
    return offered if any(value == "" for value, _label in offered) else [("", _("all")), *offered]


@dataclass(frozen=True)
class Asked:
    """What a list was asked for: the values that were given, and their chips."""

    form: FilterForm
    values: dict[str, Any]

    def chips(self, request: DealershipRequest) -> list[tuple[str, str]]:
        return [
            (f"{self.form.fields[name].label}: {self._words(name)}", without(request.GET, name))
            for name in self.values
        ]

    def _words(self, name: str) -> str:
        value = self.values[name]
        if isinstance(value, date):
            return calendar_day(value, get_language() or "en")
        return words_of(self.form, name)

    def filters(self) -> dict[str, str]:
        """For the record of an export."""
        return {name: str(value) for name, value in self.values.items()}


def asked(
    request: DealershipRequest,
    choices: Mapping[str, tuple[str | Promise, Choices]],
    form_class: type[FilterForm] = RecordFilterForm,
) -> Asked:
    """What stands in the URL; BadRequest for a value that no filter offers.

    choices  of each filter its label and what it offers: (value, words)
    """
    form = form_class(request.GET, choices=choices)
    if not form.is_valid():
        raise BadRequest(", ".join(form.errors))
    return Asked(form, {name: value for name, value in form.cleaned_data.items() if value})


def page(
    request: DealershipRequest,
    asked: Asked,
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
        "form": asked.form,
        "chips": asked.chips(request),
        "newer": found.newer,
        "older": found.older,
    }


def about(text: str, *, dealership: Dealership, on: date) -> Q:
    """Rows (with customer and vehicle) whose customer or car the text means.

    Customers as the search box finds them, and all whose name has every word; cars by VIN, plate.
    """
    found = [each.customer.pk for each in search(text, dealership=dealership, on=on)]
    meant = Q(customer__in=found)
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

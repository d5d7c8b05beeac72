"""Filters and columns of the customer list: this app's own, and those of upper apps (last visit).

A column that costs a query a row has no place here: what it shows is one expression.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import Consent, Customer, Ownership
from customers.querysets import CustomerQuerySet
from dealerships.models import Dealership

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """One filter: its name in the URL, its words, and what a chosen value keeps.

    keep    (customers, dealership, value) → customers; only called with a value of `choices`
    """

    name: str
    label: Text
    order: int
    choices: Callable[[], list[tuple[str, Text]]]
    keep: Callable[[CustomerQuerySet, Dealership, str], CustomerQuerySet]


@dataclass(frozen=True, kw_only=True)
class DayColumn:
    """A day beside each customer, by which the list can be sorted.

    day    dealership → expression on customers; NULL: never
    """

    name: str
    label: Text
    day: Callable[[Dealership], Combinable]


_filters: dict[str, ListFilter] = {}
_day_columns: dict[str, DayColumn] = {}


def register(each: ListFilter) -> None:
    _filters[each.name] = each


def register_day(column: DayColumn) -> None:
    _day_columns[column.name] = column


def day_columns() -> list[DayColumn]:
    return sorted(_day_columns.values(), key=lambda each: each.name)


def filters() -> list[ListFilter]:
    return sorted(_filters.values(), key=lambda each: (each.order, each.name))


def _by_kind(customers: CustomerQuerySet, dealership: Dealership, value: str) -> CustomerQuerySet:
    return customers.filter(kind=value)


def _by_consent(
    customers: CustomerQuerySet, dealership: Dealership, value: str
) -> CustomerQuerySet:
    purpose, _sep, answer = value.partition("-")
    calls = Consent.objects.filter(customer=OuterRef("pk"))
    asked = calls.granting if answer == "yes" else calls.refusing
    return customers.filter(Exists(asked(purpose, "call")))


def _by_car(customers: CustomerQuerySet, dealership: Dealership, value: str) -> CustomerQuerySet:
    owns = Exists(Ownership.objects.filter(customer=OuterRef("pk"), until__isnull=True))
    return customers.filter(owns if value == "yes" else ~owns)


def _by_calls(customers: CustomerQuerySet, dealership: Dealership, value: str) -> CustomerQuerySet:
    return customers.filter(do_not_call_since__isnull=value != "stopped")


_OWN = (
    ListFilter(
        name="kind",
        label=_("Kind"),
        order=10,
        choices=lambda: [(kind.value, kind.label) for kind in Customer.Kind],
        keep=_by_kind,
    ),
    ListFilter(
        name="consent",
        label=_("Consent to calls"),
        order=20,
        choices=lambda: [
            ("service-yes", _("service: yes")),
            ("service-no", _("service: no")),
            ("advertising-yes", _("advertising: yes")),
            ("advertising-no", _("advertising: no")),
        ],
        keep=_by_consent,
    ),
    ListFilter(
        name="car",
        label=_("Car"),
        order=30,
        choices=lambda: [("yes", _("owns a car")), ("no", _("owns none"))],
        keep=_by_car,
    ),
    ListFilter(
        name="calls",
        label=_("Calls"),
        order=40,
        choices=lambda: [("stopped", _("do not call")), ("allowed", _("may be called"))],
        keep=_by_calls,
    ),
)


def register_own() -> None:
    """Called once by the app when Django starts."""
    for each in _OWN:
        register(each)

"""The last visit to the workshop on the customer list: a filter and a column."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers import list_filters
from customers.list_filters import DayColumn, ListFilter
from customers.querysets import CustomerQuerySet
from dealerships.models import Dealership
from service.models import RepairOrder

YEAR = timedelta(days=365)


def _by_visit(customers: CustomerQuerySet, dealership: Dealership, value: str) -> CustomerQuerySet:
    visits = RepairOrder.objects.for_dealership(dealership).filter(
        customer=OuterRef("pk"), closed_at__isnull=False
    )
    recent = visits.filter(closed_at__gte=Now() - YEAR)
    if value == "year":
        return customers.filter(Exists(recent))
    if value == "longer":
        return customers.filter(Exists(visits), ~Exists(recent))
    return customers.filter(~Exists(visits))


def _last_visit(dealership: Dealership) -> Subquery:
    visits = RepairOrder.objects.for_dealership(dealership).filter(
        customer=OuterRef("pk"), closed_on__isnull=False
    )
    return Subquery(visits.order_by("-closed_on").values("closed_on")[:1])


def register() -> None:
    """Called once by the app when Django starts."""
    list_filters.register_day(DayColumn(name="last_visit", label=_("Last visit"), day=_last_visit))
    list_filters.register(
        ListFilter(
            name="visit",
            label=_("Last visit"),
            order=35,
            choices=lambda: [
                ("year", _("within a year")),
                ("longer", _("longer ago")),
                ("never", _("never")),
            ],
            keep=_by_visit,
        )
    )

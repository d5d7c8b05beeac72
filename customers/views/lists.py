"""The list of customers: filters as chips in the URL, sorted by its headers, keyset pages."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    DateField,
    Func,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from customers import list_filters, record_lists, rows
from customers.models import ContactPoint, Customer
from customers.permissions import may_export_customers, may_merge_customers, may_see_customers
from customers.querysets import BEST_FIRST, CustomerQuerySet
from dealerships import exports, sorting
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import Asked, FilterForm, understood
from dealerships.sorting import Column

BY_NAME = "name"


@dealership_member(may_see_customers)
def customer_list(request: DealershipRequest) -> HttpResponse:
    asked = _asked(request)
    columns, days = _columns(), list_filters.day_columns()
    order = sorting.order_of(request.GET, columns, BY_NAME)
    found = _with_columns(_found(request, asked), request, order).only(*rows.COLUMNS)
    context = record_lists.page(
        request, asked, found, columns=columns, first=BY_NAME, title=_("Customers")
    )
    rows.furnish(context["records"], on=None)
    for row in context["records"]:
        row.days = [(each.label, getattr(row, f"day_{each.name}")) for each in days]
    context["exports"] = exports.links(
        request, "customers:customer_export", allowed=may_export_customers
    )
    context["may_merge"] = may_merge_customers(request.member)
    return render(request, "customers/customer_list.html", context)


def _asked(request: DealershipRequest) -> Asked[FilterForm]:
    choices = {each.name: (each.label, each.choices()) for each in list_filters.filters()}
    return understood(FilterForm(request.GET, choices=choices))


def _found(request: DealershipRequest, asked: Asked[FilterForm]) -> CustomerQuerySet:
    """The dealership's customers that every chosen filter keeps."""
    customers = (
        Customer.objects.filter(holding=request.dealership.holding_id)
        .for_dealership(request.dealership)
        .current()
    )
    for each in list_filters.filters():
        if each.name in asked.values:
            customers = each.keep(customers, request.dealership, asked.values[each.name])
    return customers


def _columns() -> tuple[Column, ...]:
    days = (
        Column(key=each.name, label=each.label, order=(f"{each.name}_or_never",), falls_first=True)
        for each in list_filters.day_columns()
    )
    return (
        Column(key="name", label=_("Name"), order=("sort_name",)),
        Column(key="phone", label=_("Phone")),
        Column(key="cars", label=_("Cars")),
        *days,
        Column(key="city", label=_("City"), order=("city",)),
    )


def _with_columns(
    customers: CustomerQuerySet, request: DealershipRequest, order: Sequence[str]
) -> CustomerQuerySet:
    """With their days; a day that sorts is asked of every customer, not of a page's."""
    for each in list_filters.day_columns():
        day = each.day(request.dealership)
        customers = customers.annotate(**{f"day_{each.name}": day})
        if f"{each.name}_or_never" in (order[0], order[0].removeprefix("-")):
            never = Value(date.min, output_field=DateField())
            customers = customers.annotate(**{f"{each.name}_or_never": Coalesce(day, never)})
    return customers


@dealership_member(may_export_customers)
def customer_export(request: DealershipRequest, form: exports.Format) -> HttpResponse:
    """The filtered list as a file; who took it is recorded."""
    asked = _asked(request)
    found = exports.export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Customers"),
        filters=asked.filters(),
        header=[
            _("Name"), _("Kind"), _("Phones"), _("E-mail"), _("Birth date"), _("City"),
            *(str(each.label) for each in list_filters.day_columns()),
        ],
        rows=_cells(_exported(request, asked)),
        form=form,
    )  # fmt: skip
    return exports.as_download(found)


def _exported(request: DealershipRequest, asked: Asked[FilterForm]) -> QuerySet[Any]:
    """One query for everything, in the order of the page."""
    order = sorting.order_of(request.GET, _columns(), BY_NAME)
    return (
        _with_columns(_found(request, asked), request, order)
        .annotate(phones_said=_joined("phone", ", "), emails_said=_joined("email", ", "))
        .order_by(*order)
    )


def _cells(customers: QuerySet[Any]) -> Iterator[list[exports.Cell]]:
    """By a server-side cursor: a million rows do not fill the memory."""
    names = [f"day_{each.name}" for each in list_filters.day_columns()]
    for row in customers.iterator(chunk_size=2000):
        yield [
            row.full_name,
            row.get_kind_display(),
            row.phones_said,
            row.emails_said,
            row.birth_date,
            row.city,
            *(getattr(row, name) for name in names),
        ]


def _joined(kind: str, separator: str) -> Func:
    points = ContactPoint.objects.filter(customer=OuterRef("pk"), kind=kind)
    return Func(
        ArraySubquery(points.order_by(*BEST_FIRST).values("value")),
        Value(separator),
        function="array_to_string",
        output_field=TextField(),
    )

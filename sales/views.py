"""The sales of the showroom: filtered, sorted, each leading to its customer; and as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from customers import record_lists
from customers.record_lists import RecordFilterForm
from dealerships import exports, sorting
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import Asked, Choices, FilterForm, understood
from dealerships.models import StaffMember
from dealerships.sorting import Column
from sales.models import LeadSource, Sale
from sales.permissions import may_export_sales, may_see_sales
from sales.querysets import SaleQuerySet

NEWEST = "-day"
COLUMNS = (
    Column(key="customer", label=gettext_lazy("Customer"), order=("customer__sort_name",)),
    Column(key="day", label=gettext_lazy("Delivered"), order=("delivered_on",), falls_first=True),
    Column(key="car", label=gettext_lazy("Car")),
    Column(key="condition", label=gettext_lazy("New or used"), order=("condition",)),
    Column(key="salesperson", label=gettext_lazy("Salesperson")),
    Column(key="source", label=gettext_lazy("Source")),
    Column(key="contract", label=gettext_lazy("Contract"), order=("contract_number",)),
    Column(
        key="amount",
        label=gettext_lazy("Amount"),
        order=("amount",),
        falls_first=True,
        is_number=True,
    ),
)


@require_safe
@dealership_member(may_see_sales)
def sale_list(request: DealershipRequest) -> HttpResponse:
    asked = _asked(request)
    rows = _with_names(_found(request, asked))
    context = record_lists.page(
        request, asked, rows, columns=COLUMNS, first=NEWEST, title=_("Sales")
    )
    context["exports"] = exports.links(request, "sales:sale_export", allowed=may_export_sales)
    return render(request, "sales/sale_list.html", context)


def _asked(request: DealershipRequest) -> Asked[FilterForm]:
    sales = Sale.objects.for_dealership(request.dealership)
    sellers = StaffMember.objects.for_dealership(request.dealership).filter(
        pk__in=sales.values("salesperson")
    )
    sources = LeadSource.objects.for_dealership(request.dealership).order_by("pk")
    choices: dict[str, tuple[str, Choices]] = {
        "condition": (_("New or used"), Sale.Condition.choices),
        "salesperson": (
            _("Salesperson"),
            list(sellers.order_by("name").values_list("pk", "name")),
        ),
        "source": (_("Source"), [(each.pk, str(each)) for each in sources]),
        "state": (
            _("State"),
            [("", pgettext("sales", "valid")), ("cancelled", pgettext("sales", "cancelled"))],
        ),
    }
    return understood(RecordFilterForm(request.GET, choices=choices))


def _found(request: DealershipRequest, asked: Asked[FilterForm]) -> SaleQuerySet:
    """The dealership's sales that every filter keeps, each with its amount."""
    values = asked.values
    sales = Sale.objects.for_dealership(request.dealership)
    sales = sales.filter(cancelled_at__isnull="state" not in values)
    conditions = {
        "start": "delivered_on__gte",
        "end": "delivered_on__lte",
        "condition": "condition",
        "salesperson": "salesperson",
        "source": "lead_source",
    }
    for name, column in conditions.items():
        if name in values:
            sales = sales.filter(**{column: values[name]})
    if "find" in values:
        today = request.dealership.local_date(timezone.now())
        text = values["find"]
        meant = record_lists.about(text, dealership=request.dealership, on=today)
        sales = sales.filter(meant | Q(contract_number__istartswith=text))
    return sales.annotate(amount=F("price") + F("accessories") + F("finance"))


def _with_names(sales: SaleQuerySet) -> SaleQuerySet:
    return sales.select_related("customer", "vehicle", "salesperson", "lead_source")


@require_safe
@dealership_member(may_export_sales)
def sale_export(request: DealershipRequest, form: exports.Format) -> HttpResponse:
    """The filtered list as a file; who took it is recorded."""
    asked = _asked(request)
    order = sorting.order_of(request.GET, COLUMNS, NEWEST)
    found = exports.export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Sales"),
        filters=asked.filters(),
        header=[
            _("Customer"), _("Delivered"), _("Car"), _("VIN"), _("New or used"), _("Salesperson"),
            _("Source"), _("Contract"), _("Price"), _("Accessories"), _("Finance and insurance"),
            _("Amount"),
        ],
        rows=_cells(_with_names(_found(request, asked)).order_by(*order)),
        form=form,
    )  # fmt: skip
    return exports.as_download(found)


def _cells(sales: SaleQuerySet) -> Iterator[list[exports.Cell]]:
    rows: Any = sales.iterator(chunk_size=2000)
    for row in rows:
        yield [
            row.customer.full_name,
            row.delivered_on,
            str(row.vehicle),
            row.vehicle.vin,
            row.get_condition_display(),
            row.salesperson.name if row.salesperson else "",
            str(row.lead_source or ""),
            row.contract_number,
            row.price,
            row.accessories,
            row.finance,
            row.amount,
        ]

"""The visits of the workshop: filtered, sorted, each leading to its customer; and as a file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from customers import record_lists
from customers.record_lists import RecordFilterForm
from dealerships import exports, sorting
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.filters import Asked, Choices, FilterForm, understood
from dealerships.models import Dealership, StaffMember
from dealerships.sorting import Column
from service.models import RepairOrder
from service.permissions import may_export_visits, may_see_visits
from service.querysets import RepairOrderQuerySet

NEWEST = "-day"
OPEN = "open"
STATES = [("", gettext_lazy("closed")), (OPEN, gettext_lazy("still in the workshop"))]


def _columns(asked: Asked[FilterForm]) -> tuple[Column, ...]:
    """Closed visits stand by the day they were closed (an index serves it), the others by when
    they came."""
    is_open = "state" in asked.values
    return (
        Column(key="customer", label=_("Customer"), order=("customer__sort_name",)),
        Column(
            key="day",
            label=_("Came") if is_open else _("Closed"),
            order=("opened_at",) if is_open else ("closed_on",),
            falls_first=True,
        ),
        Column(key="car", label=_("Car")),
        Column(key="kind", label=_("Kind"), order=("kind",)),
        Column(key="km", label=_("km"), is_number=True),
        Column(key="advisor", label=_("Advisor")),
        Column(key="number", label=_("Repair order"), order=("number",)),
        Column(
            key="amount",
            label=_("Amount"),
            order=("amount",),
            falls_first=True,
            is_number=True,
        ),
    )


@require_safe
@dealership_member(may_see_visits)
def visit_list(request: DealershipRequest) -> HttpResponse:
    asked = _asked(request)
    rows = _with_names(_found(request, asked))
    context = record_lists.page(
        request, asked, rows, columns=_columns(asked), first=NEWEST, title=_("Visits")
    )
    context["is_open"] = "state" in asked.values
    context["exports"] = exports.links(request, "visit_export", allowed=may_export_visits)
    return render(request, "service/visit_list.html", context)


def _asked(request: DealershipRequest) -> Asked[FilterForm]:
    advisors = StaffMember.objects.for_dealership(request.dealership).filter(
        pk__in=RepairOrder.objects.for_dealership(request.dealership).values("advisor")
    )
    choices: dict[str, tuple[str, Choices]] = {
        "kind": (_("Kind"), RepairOrder.Kind.choices),
        "advisor": (_("Advisor"), list(advisors.order_by("name").values_list("pk", "name"))),
        "state": (_("State"), STATES),
    }
    return understood(RecordFilterForm(request.GET, choices=choices))


def _found(request: DealershipRequest, asked: Asked[FilterForm]) -> RepairOrderQuerySet:
    """The dealership's visits that every filter keeps, each with its amount."""
    values = asked.values
    visits = RepairOrder.objects.for_dealership(request.dealership)
    visits = _within(visits, asked, request.dealership)
    for name in ("kind", "advisor"):
        if name in values:
            visits = visits.filter(**{name: values[name]})
    if "find" in values:
        today = request.dealership.local_date(timezone.now())
        text = values["find"]
        meant = record_lists.about(text, dealership=request.dealership, on=today)
        visits = visits.filter(meant | Q(number__istartswith=text))
    return visits.with_amount()


def _within(
    visits: RepairOrderQuerySet, asked: Asked[FilterForm], dealership: Dealership
) -> RepairOrderQuerySet:
    """Closed visits of the asked days; or those in the workshop that came on them."""
    start, end = asked.values.get("start"), asked.values.get("end")
    if "state" not in asked.values:
        visits = visits.filter(closed_on__isnull=False)
        visits = visits.filter(closed_on__gte=start) if start else visits
        return visits.filter(closed_on__lte=end) if end else visits
    visits = visits.filter(closed_on__isnull=True)
    if start:
        visits = visits.filter(opened_at__gte=dealership.start_of_day(start))
    if end:
        after = dealership.start_of_day(end + timedelta(days=1))
        visits = visits.filter(opened_at__lt=after)
    return visits


def _with_names(visits: RepairOrderQuerySet) -> RepairOrderQuerySet:
    return visits.select_related("customer", "vehicle", "advisor")


@require_safe
@dealership_member(may_export_visits)
def visit_export(request: DealershipRequest, form: exports.Format) -> HttpResponse:
    """The filtered list as a file; who took it is recorded."""
    asked = _asked(request)
    order = sorting.order_of(request.GET, _columns(asked), NEWEST)
    found = exports.export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Visits"),
        filters=asked.filters(),
        header=[
            _("Customer"), _("Came"), _("Closed"), _("Car"), _("VIN"), _("Kind"), _("km"),
            _("Advisor"), _("Repair order"), _("Labour"), _("Parts"), _("Body work"), _("Amount"),
        ],
        rows=_cells(request, _with_names(_found(request, asked)).order_by(*order)),
        form=form,
    )  # fmt: skip
    return exports.as_download(found)


def _cells(request: DealershipRequest, visits: RepairOrderQuerySet) -> Iterator[list[exports.Cell]]:
    zone = request.dealership.tz
    rows: Any = visits.iterator(chunk_size=2000)
    for row in rows:
        yield [
            row.customer.full_name,
            row.opened_at.astimezone(zone),
            row.closed_at and row.closed_at.astimezone(zone),
            str(row.vehicle),
            row.vehicle.vin,
            row.get_kind_display(),
            row.odometer_km,
            row.advisor.name if row.advisor else "",
            row.number,
            row.labour,
            row.parts,
            row.body,
            row.amount,
        ]

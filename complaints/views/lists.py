"""The list of complaints, its export, and the complaints of one customer."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from complaints import exports
from complaints.forms import FilterForm
from complaints.models import Complaint
from complaints.permissions import may_handle, may_open, may_see
from complaints.querysets import ComplaintQuerySet
from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download, export, links
from dealerships.filters import Asked, understood
from dealerships.paging import keyset_page

ORDER = ("-opened_at", "-pk")


@require_GET
@dealership_member(may_see)
def complaint_list(request: DealershipRequest) -> HttpResponse:
    asked = _asked(request)
    at = timezone.now()
    rows = _found(request, asked, at=at).with_lateness(at=at)
    rows = rows.select_related("customer", "vehicle", "owner")
    context = {
        "page": keyset_page(rows, order=asked.form.order(), params=request.GET),
        "late": Complaint.objects.for_dealership(request.dealership).overdue(at=at).count(),
        "exports": links(request, "complaints:complaint_export", allowed=may_handle),
        **asked.context(request),
    }
    return render(request, "complaints/complaint_list.html", context)


@require_GET
@dealership_member(may_handle)
def complaint_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list as a file, in the order of the page; who took it is recorded."""
    asked = _asked(request)
    at = timezone.now()
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=at,
        what=_("Complaints"),
        filters=asked.filters(),
        header=exports.header(),
        rows=exports.rows(_found(request, asked, at=at).order_by(*asked.form.order())),
        form=form,
    )
    return as_download(written)


@require_GET
@dealership_member(may_open)
def customer_complaints(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment of the customer page: their complaints here, newest first."""
    customer = get_object_or_404(
        Customer.objects.for_dealership(request.dealership), pk=customer_id
    )
    rows = Complaint.objects.for_dealership(request.dealership).filter(customer=customer)
    complaints = rows.with_lateness(at=timezone.now()).order_by(*ORDER)[:20]
    context = {"customer": customer, "complaints": complaints}
    return render(request, "complaints/_customer_complaints.html", context)


def _asked(request: DealershipRequest) -> Asked[FilterForm]:
    return understood(FilterForm({"status": FilterForm.STANDING, **request.GET.dict()}))


def _found(
    request: DealershipRequest, asked: Asked[FilterForm], *, at: datetime
) -> ComplaintQuerySet:
    chosen = asked.values
    rows = Complaint.objects.for_dealership(request.dealership)
    status = chosen.get("status", FilterForm.STANDING)
    if status == FilterForm.STANDING:
        rows = rows.open()
    elif status == FilterForm.LATE:
        rows = rows.overdue(at=at)
    elif status != FilterForm.EVERY:
        rows = rows.filter(status=status)
    if words := chosen.get("q"):
        rows = rows.mentioning(words)
    if category := chosen.get("category"):
        rows = rows.filter(category=category)
    if severity := chosen.get("severity"):
        rows = rows.filter(severity=severity)
    if chosen.get("owner") == FilterForm.MINE:
        rows = rows.filter(owner=request.user)
    if chosen.get("owner") == FilterForm.NOBODYS:
        rows = rows.filter(owner=None)
    return rows

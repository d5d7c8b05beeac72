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
from dealerships.forms.inputs import words_of
from dealerships.paging import keyset_page, without

ORDER = ("-opened_at", "-pk")


@require_GET
@dealership_member(may_see)
def complaint_list(request: DealershipRequest) -> HttpResponse:
    form, chosen = _chosen(request)
    at = timezone.now()
    rows = _filtered(request, chosen, at=at).with_lateness(at=at)
    page = keyset_page(
        rows.select_related("customer", "vehicle", "owner"), order=form.order(), params=request.GET
    )
    context = {
        "page": page,
        "form": form,
        "chips": _chips(request, form, chosen),
        "clear": without(request.GET, *(name for name in form.fields if name != "sort")),
        "late": Complaint.objects.for_dealership(request.dealership).overdue(at=at).count(),
        "exports": links(request, "complaints:complaint_export", allowed=may_handle),
    }
    return render(request, "complaints/complaint_list.html", context)


@require_GET
@dealership_member(may_handle)
def complaint_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list as a file, in the order of the page; who took it is recorded."""
    filters, chosen = _chosen(request)
    at = timezone.now()
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=at,
        what=_("Complaints"),
        filters={name: value for name, value in chosen.items() if value},
        header=exports.header(),
        rows=exports.rows(_filtered(request, chosen, at=at).order_by(*filters.order())),
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


def _chosen(request: DealershipRequest) -> tuple[FilterForm, dict[str, str]]:
    """The filter form, and those of its values that can be understood."""
    form = FilterForm({"status": FilterForm.STANDING, **request.GET.dict()})
    form.is_valid()
    return form, form.cleaned_data


def _filtered(
    request: DealershipRequest, chosen: dict[str, str], *, at: datetime
) -> ComplaintQuerySet:
    rows = Complaint.objects.for_dealership(request.dealership)
    status = chosen.get("status") or FilterForm.STANDING
    if status == FilterForm.STANDING:
        rows = rows.open()
    elif status == FilterForm.LATE:
        rows = rows.overdue(at=at)
    elif status != FilterForm.EVERY:
        rows = rows.filter(status=status)
    if words := chosen.get("q", "").strip():
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


def _chips(
    request: DealershipRequest, form: FilterForm, chosen: dict[str, str]
) -> list[tuple[str, str]]:
    """(words, query string without the filter) of every filter in the address."""
    return [
        (f"{form.fields[name].label}: {words_of(form, name)}", without(request.GET, name))
        for name in form.fields
        if chosen.get(name) and name in request.GET and name != "sort"
    ]

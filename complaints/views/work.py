"""Taking a complaint down, and working on it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import services
from complaints.forms import ComplaintForm, OwnerForm, StepForm
from complaints.models import Complaint
from complaints.permissions import may_change, may_handle, may_open, may_see
from complaints.steps import STEPS
from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.formatting import listed, readers_language
from dealerships.notices import notify

LONGEST_ID = 18
"""Digits of the greatest id the database can hold, less one."""


@require_http_methods(["GET", "POST"])
@dealership_member(may_open)
def complaint_open(request: DealershipRequest) -> HttpResponse:
    """The form for a complaint of ?customer=; inside the call card it stays in its place."""
    number = request.GET.get("customer", "")
    customer = get_object_or_404(
        Customer.objects.for_dealership(request.dealership).current(),
        pk=number if number.isdecimal() and len(number) <= LONGEST_ID else None,
    )
    form = ComplaintForm(request.POST or None, dealership=request.dealership, customer=customer)
    context = {"form": form, "customer": customer}
    if request.method == "POST" and form.is_valid():
        complaint = services.open_complaint(
            dealership=request.dealership,
            customer=customer,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if request.htmx:
            return render(request, "complaints/_complaint_opened.html", {"complaint": complaint})
        notify(request, _("The complaint is taken down."))
        return redirect(complaint)
    name = "_complaint_form" if request.htmx else "complaint_form"
    status = 422 if request.method == "POST" else 200
    return render(request, f"complaints/{name}.html", context, status=status)


@require_GET
@dealership_member(may_see)
def complaint_detail(request: DealershipRequest, complaint_id: int) -> HttpResponse:
    return _detail(request, _complaint(request, complaint_id))


@require_http_methods(["GET", "POST"])
@dealership_member(may_see)
def complaint_edit(request: DealershipRequest, complaint_id: int) -> HttpResponse:
    """Put right what was taken down; the change is said in the history."""
    complaint = _own_complaint(request, complaint_id)
    form = ComplaintForm(
        request.POST or None,
        dealership=request.dealership,
        customer=complaint.customer,
        instance=complaint,
    )
    if request.method == "POST" and form.is_valid():
        labels = [form.fields[name].label for name in form.changed_data]
        changed = listed(labels, readers_language())
        if changed:
            services.correct(
                complaint=complaint,
                by=request.user,
                at=timezone.now(),
                note=_("Corrected: %(fields)s") % {"fields": changed},
                **form.cleaned_data,
            )
            notify(request, _("The complaint is corrected."))
        return redirect(complaint)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "complaint": complaint}
    return render(request, "complaints/complaint_edit.html", context, status=status)


@require_POST
@dealership_member(may_see)
def complaint_status(request: DealershipRequest, complaint_id: int) -> HttpResponse:
    complaint = _own_complaint(request, complaint_id)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            services.change_status(
                complaint=complaint, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.TransitionNotAllowed:
            form.add_error(None, _("The complaint has moved on meanwhile; look at it again."))
        else:
            notify(request, complaint.get_status_display())
            return redirect(complaint)
    return _detail(request, complaint, step_form=form)


@require_POST
@dealership_member(may_handle)
def complaint_assign(request: DealershipRequest, complaint_id: int) -> HttpResponse:
    complaint = _complaint(request, complaint_id)
    form = OwnerForm(request.POST, dealership=request.dealership)
    if not form.is_valid():
        return _detail(request, complaint, owner_form=form)
    services.assign(complaint=complaint, by=request.user, at=timezone.now(), **form.cleaned_data)
    owner = form.cleaned_data["owner"]
    said = _("%(name)s handles it now.") % {"name": owner} if owner else _("Nobody handles it now.")
    notify(request, said)
    return redirect(complaint)


@require_POST
@dealership_member(may_see)
def complaint_note(request: DealershipRequest, complaint_id: int) -> HttpResponse:
    complaint = _complaint(request, complaint_id)
    form = StepForm(request.POST, is_note=True)
    if not form.is_valid():
        return _detail(request, complaint, step_form=form)
    services.add_note(
        complaint=complaint, text=form.cleaned_data["note"], by=request.user, at=timezone.now()
    )
    return redirect(complaint)


def _complaint(request: DealershipRequest, complaint_id: int) -> Complaint:
    rows = Complaint.objects.for_dealership(request.dealership).with_lateness(at=timezone.now())
    related = rows.select_related("dealership", "customer", "vehicle", "owner", "opened_by")
    return get_object_or_404(related, pk=complaint_id)


def _own_complaint(request: DealershipRequest, complaint_id: int) -> Complaint:
    complaint = _complaint(request, complaint_id)
    if not may_change(request.member, complaint):
        raise PermissionDenied
    return complaint


def _detail(request: DealershipRequest, complaint: Complaint, **forms: Any) -> HttpResponse:
    """The page of a complaint; a form that was refused is shown again (422)."""
    context = {
        "complaint": complaint,
        "phone": complaint.customer.contact_points.phones().not_wrong().first(),
        "events": complaint.events.select_related("by", "owner").order_by("-at", "-pk"),
        "may_change": may_change(request.member, complaint),
        "may_assign": may_handle(request.member),
        "steps": STEPS[complaint.status],
        "step_form": StepForm(),
        "owner_form": OwnerForm(
            initial={"owner": complaint.owner_id}, dealership=request.dealership
        ),
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "complaints/complaint_detail.html", context, status=status)

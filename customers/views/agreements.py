"""The papers of a customer's car: warranty, policies, loan."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers.forms import AgreementForm
from customers.models import Agreement, Ownership
from customers.permissions import may_edit_customers
from customers.services import agreements
from customers.views.scope import customer_or_404, ownership_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_customers)
def agreement_add(request: DealershipRequest, pk: int, ownership: int) -> HttpResponse:
    row = ownership_or_404(customer_or_404(request, pk), ownership)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.record_agreement(
                ownership=row, dealership=request.dealership, **form.cleaned_data
            )
        except agreements.AlreadyRecordedError:
            _say_already(form)
        else:
            return _back(request, row, _("The paper is on the card."))
    return _form_page(request, row, form, None)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_customers)
def agreement_edit(request: DealershipRequest, pk: int, agreement: int) -> HttpResponse:
    paper = _paper_or_404(request, pk, agreement)
    names = ("kind", "provider", "number", "starts_on", "ends_on")
    form = AgreementForm(
        request.POST or None, initial={name: getattr(paper, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        try:
            agreements.correct_agreement(agreement=paper, **form.cleaned_data)
        except agreements.AlreadyRecordedError:
            _say_already(form)
        else:
            return _back(request, _ownership_of(paper), _("The paper is corrected."))
    return _form_page(request, _ownership_of(paper), form, paper)


@require_POST
@dealership_member(may_edit_customers)
def agreement_remove(request: DealershipRequest, pk: int, agreement: int) -> HttpResponse:
    paper = _paper_or_404(request, pk, agreement)
    row = _ownership_of(paper)
    agreements.remove_agreement(agreement=paper)
    return _back(request, row, _("The paper is removed."))


def _paper_or_404(request: DealershipRequest, pk: int, agreement: int) -> Agreement:
    papers = Agreement.objects.for_dealership(request.dealership)
    return get_object_or_404(papers, customer=customer_or_404(request, pk), pk=agreement)


def _ownership_of(paper: Agreement) -> Ownership:
    """The ownership by whose page the paper is reached."""
    owned = paper.customer.ownerships.filter(vehicle=paper.vehicle_id).order_by("-since")
    return get_object_or_404(owned.exclude(end_reason=Ownership.EndReason.MERGED)[:1])


def _say_already(form: AgreementForm) -> None:
    form.add_error("starts_on", _("Such a paper that starts on this day is there already."))


def _back(request: DealershipRequest, row: Ownership, said: str) -> HttpResponse:
    notify(request, said)
    return redirect("customers:car_detail", request.dealership.slug, row.customer_id, row.pk)


def _form_page(
    request: DealershipRequest, row: Ownership, form: AgreementForm, paper: Agreement | None
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "ownership": row, "paper": paper}
    return render(request, "customers/agreement_form.html", context, status=status)

"""The questions inside the call card."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from service.models import RepairOrder
from surveys import rules, services
from surveys.forms import AnswersForm
from surveys.permissions import may_ask

LONGEST_ID = 18
"""Digits of the greatest id the database can hold, less one."""


@require_http_methods(["GET", "POST"])
@dealership_member(may_ask)
def survey_ask(request: DealershipRequest) -> HttpResponse:
    """The questions about ?visit= (a repair order), or about the last unasked visit of ?customer=.

    A bad answer brings the offer to take a complaint down.
    """
    at = timezone.now()
    visit, customer = _visit(request, at=at)
    if visit is None:
        return _answer(request, "nothing", {"customer": customer})
    try:
        questions = services.questions_of(request.dealership)
    except services.NoQuestionnaire:
        return _answer(request, "nothing", {"customer": customer})
    form = AnswersForm(
        request.POST or None,
        questions=questions,
        language=customer.language or request.dealership.language,
    )
    context = {"form": form, "visit": visit, "customer": customer}
    if request.method == "POST" and form.is_valid():
        try:
            recorded = services.record_answers(
                repair_order=visit,
                answers=form.cleaned_data["answers"],
                by=request.user,
                at=at,
                comment=form.cleaned_data["comment"],
                is_refused=form.cleaned_data["is_refused"],
            )
        except services.AlreadyAnswered:
            return _answer(request, "nothing", context)
        return _recorded(request, recorded, customer)
    return _answer(request, "form", context, status=422 if request.method == "POST" else 200)


def _visit(request: DealershipRequest, *, at: datetime) -> tuple[RepairOrder | None, Customer]:
    """The visit to ask about (None: there is none), and who is asked; 404 outside."""
    closed = RepairOrder.objects.for_dealership(request.dealership).filter(closed_at__isnull=False)
    if number := _number(request, "visit"):
        visit = get_object_or_404(closed.select_related("customer", "vehicle"), pk=number)
        is_asked = hasattr(visit, "survey_response")
        return (None if is_asked else visit), visit.customer
    customers = Customer.objects.for_dealership(request.dealership)
    customer = get_object_or_404(customers, pk=_number(request, "customer"))
    last = (
        closed.filter(customer=customer, closed_at__gte=at - rules.ASK_WITHIN)
        .select_related("customer", "vehicle")
        .order_by("-closed_at", "-pk")
        .first()
    )
    return (None if last and hasattr(last, "survey_response") else last), customer


def _number(request: DealershipRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    if value and not (value.isdecimal() and len(value) <= LONGEST_ID):
        raise Http404
    return int(value) if value else None


def _recorded(
    request: DealershipRequest, recorded: services.Recorded, customer: Customer
) -> HttpResponse:
    context = {"customer": customer, "low": recorded.low, "response": recorded.response}
    if request.htmx:
        return render(request, "surveys/_survey_saved.html", context)
    notify(request, _("The answers are saved."))
    if recorded.low:
        return render(request, "surveys/survey_saved.html", context)
    return redirect("dealership_home", request.dealership.slug)


def _answer(
    request: DealershipRequest, name: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """The fragment inside the call card, or the same on a page of its own."""
    prefix = "_" if request.htmx else ""
    return render(request, f"surveys/{prefix}survey_{name}.html", context, status=status)

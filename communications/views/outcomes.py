"""What calls can come to: the outcomes on the card, their order, what follows from each."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communications.forms import CallOutcomeForm
from communications.models import CallOutcome, Touch
from communications.services import call_outcomes
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from dealerships.permissions import may_manage_settings, may_see_settings


@require_GET
@dealership_member(may_see_settings)
def outcome_list(request: DealershipRequest) -> HttpResponse:
    """Those on the card in their order, then those taken away."""
    own = CallOutcome.objects.for_dealership(request.dealership)
    context = {
        "outcomes": own.order_by("-is_active", "position", "pk"),
        "may_manage": may_manage_settings(request.member),
    }
    return render(request, "communications/outcome_list.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_manage_settings)
def outcome_add(request: DealershipRequest) -> HttpResponse:
    """A new one is of a kind, and comes last on the card."""
    kind = Touch.Outcome.NO_ANSWER
    return _edit(request, CallOutcome(dealership=request.dealership, kind=kind))


@require_http_methods(["GET", "POST"])
@dealership_member(may_manage_settings)
def outcome_edit(request: DealershipRequest, pk: int) -> HttpResponse:
    return _edit(request, _outcome(request, pk))


@require_POST
@dealership_member(may_manage_settings)
def outcome_offer(request: DealershipRequest, pk: int, active: int) -> HttpResponse:
    """Onto the card (1) or off it (0), with undo."""
    outcome = _outcome(request, pk)
    try:
        call_outcomes.offer(outcome=outcome, is_active=active == 1)
    except call_outcomes.StandardStays:
        notify(request, _("The standard outcomes stay on the card."), level="warning")
        return _back(request)
    said = _("“%(name)s” is on the card.") if active else _("“%(name)s” is off the card.")
    undo = reverse(
        "communications:outcome_offer", args=[request.dealership.slug, pk, int(not active)]
    )
    notify(request, said % {"name": outcome}, undo=undo)
    return _back(request)


@require_POST
@dealership_member(may_manage_settings)
def outcome_move(request: DealershipRequest, pk: int) -> HttpResponse:
    """One place up or down (`to`: up, down)."""
    own = CallOutcome.objects.for_dealership(request.dealership).offered()
    outcome = get_object_or_404(own, pk=pk)
    call_outcomes.move(outcome=outcome, by=-1 if request.POST.get("to") == "up" else 1)
    return _back(request)


def _outcome(request: DealershipRequest, pk: int) -> CallOutcome:
    return get_object_or_404(CallOutcome.objects.for_dealership(request.dealership), pk=pk)


def _back(request: DealershipRequest) -> HttpResponse:
    return redirect("communications:outcome_list", request.dealership.slug)


def _edit(request: DealershipRequest, outcome: CallOutcome) -> HttpResponse:
    form = CallOutcomeForm(request.POST or None, instance=outcome)
    if request.method == "POST" and form.is_valid():
        saved = call_outcomes.save_outcome(outcome=form.save(commit=False))
        notify(request, _("“%(name)s” is saved.") % {"name": saved})
        return _back(request)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "outcome": outcome}
    return render(request, "communications/outcome_form.html", context, status=status)

"""Pages of the maintenance plans: when a car is due, for all cars, a make or a model."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from service.forms import PlanForm
from service.models import MaintenancePlan
from service.permissions import may_edit_plans
from service.services import plans


@require_GET
@dealership_member(may_edit_plans)
def plan_list(request: DealershipRequest) -> HttpResponse:
    found = MaintenancePlan.objects.for_dealership(request.dealership)
    return render(
        request, "service/plan_list.html", {"plans": found.order_by("make", "model", "pk")}
    )


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_plans)
def plan_add(request: DealershipRequest) -> HttpResponse:
    return _edit(request, MaintenancePlan(dealership=request.dealership))


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_plans)
def plan_edit(request: DealershipRequest, pk: int) -> HttpResponse:
    found = MaintenancePlan.objects.for_dealership(request.dealership)
    return _edit(request, get_object_or_404(found, pk=pk))


def _edit(request: DealershipRequest, plan: MaintenancePlan) -> HttpResponse:
    form = PlanForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            plans.save_plan(plan=form.save(commit=False))
        except plans.PlanExists:
            form.add_error("model", _("There is a plan for this make and model already."))
        else:
            notify(request, _("The plan is saved. Tomorrow morning's calls follow it."))
            return redirect("plan_list", request.dealership.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "service/plan_form.html", {"form": form, "plan": plan}, status=status)

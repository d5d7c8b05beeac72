"""Pages of the scripts: the texts in each language, and how one sounds for a real customer."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communications.rules.scripts import VARIABLES
from customers.models import Ownership
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from followups import wording
from followups.forms.rules import ScriptForm
from followups.models import CallReason, Script
from followups.permissions import may_edit_rules
from followups.services import rule_changes


@require_GET
@dealership_member(may_edit_rules)
def script_list(request: DealershipRequest) -> HttpResponse:
    scripts = (
        Script.objects.for_dealership(request.dealership)
        .annotate(rule_count=Count("rules"))
        .order_by("name", "pk")
    )
    return render(request, "followups/script_list.html", {"scripts": scripts})


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_rules)
def script_add(request: DealershipRequest) -> HttpResponse:
    return _edit(request, Script(dealership=request.dealership))


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_rules)
def script_edit(request: DealershipRequest, pk: int) -> HttpResponse:
    scripts = Script.objects.for_dealership(request.dealership)
    return _edit(request, get_object_or_404(scripts, pk=pk))


def _edit(request: DealershipRequest, script: Script) -> HttpResponse:
    form = ScriptForm(request.POST or None, script=script)
    if request.method == "POST" and form.is_valid():
        script.name, script.texts = form.cleaned_data["name"], form.texts
        try:
            rule_changes.save_script(script=script, by=request.user, at=timezone.now())
        except rule_changes.NameTaken:
            form.add_error("name", _("There is a script of this name already."))
        else:
            notify(request, _("The script “%(name)s” is saved.") % {"name": script.name})
            return redirect("script_list", request.dealership.slug)
    context = {
        "form": form,
        "script": script,
        "variables": [(f"{{{name}}}", words) for name, words in VARIABLES.items()],
        "sounds": _sounds(request, form.texts),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "followups/script_form.html", context, status=status)


@require_POST
@dealership_member(may_edit_rules)
def script_preview(request: DealershipRequest) -> HttpResponse:
    """The text as it stands in the form, filled in for a real customer; nothing is stored."""
    form = ScriptForm(request.POST, script=Script(dealership=request.dealership))
    return render(
        request, "followups/_script_preview.html", {"sounds": _sounds(request, form.texts)}
    )


def _sounds(request: DealershipRequest, texts: dict[str, str]) -> str:
    """For the newest call with a car, else the newest owner; "" when there is nobody yet."""
    dealership = request.dealership
    reason = (
        CallReason.objects.for_dealership(dealership)
        .filter(vehicle__isnull=False)
        .select_related("customer", "vehicle")
        .order_by("-pk")
        .first()
    )
    if reason is not None:
        customer, vehicle, due_on = reason.customer, reason.vehicle, reason.due_on
    else:
        owned = (
            Ownership.objects.filter(
                customer__relations__dealership=dealership,
                vehicle__relations__dealership=dealership,
            )
            .select_related("customer", "vehicle")
            .order_by("-pk")
            .first()
        )
        if owned is None:
            return ""
        customer, vehicle = owned.customer, owned.vehicle
        due_on = dealership.local_date(timezone.now())
    return wording.filled(
        texts,
        dealership=dealership,
        caller=request.user,
        customer=customer,
        vehicle=vehicle,
        due_on=due_on,
    )

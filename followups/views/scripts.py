"""Pages of the scripts: the texts in each language, and how one sounds for a real customer."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communications.rules.scripts import VARIABLES
from customers.models import Ownership
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import Dealership
from dealerships.notices import notify
from followups.call_card import offered
from followups.forms.scripts import ScriptForm
from followups.models import CallReason, Script
from followups.permissions import may_edit_rules
from followups.rules.script_tree import MOST_DEPTH
from followups.script_reading import Reading, reading_of, tree_of
from followups.services import rule_changes
from followups.wording import Say, speaker


@require_GET
@dealership_member(may_edit_rules)
def script_list(request: DealershipRequest) -> HttpResponse:
    scripts = (
        Script.objects.for_dealership(request.dealership)
        .annotate(
            rule_count=Count("rules", distinct=True),
            branch_count=Count(
                "branches", filter=Q(branches__removed_at__isnull=True), distinct=True
            ),
        )
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
        is_new = script.pk is None
        script.name, script.texts = form.cleaned_data["name"], form.texts
        try:
            rule_changes.save_script(script=script, by=request.user, at=timezone.now())
        except rule_changes.NameTaken:
            form.add_error("name", _("There is a script of this name already."))
        else:
            notify(request, _("The script “%(name)s” is saved.") % {"name": script.name})
            if is_new:  # it goes on with what the customer may answer
                return redirect("script_edit", request.dealership.slug, script.pk)
            return redirect("script_list", request.dealership.slug)
    context = {
        "form": form,
        "script": script,
        "variables": variables(),
        "sounds": sounds(request, script, form.texts),
    }
    if script.pk:
        context |= _tree(request, script)
    status = 422 if request.method == "POST" else 200
    return render(request, "followups/script_form.html", context, status=status)


@require_POST
@dealership_member(may_edit_rules)
def script_preview(request: DealershipRequest) -> HttpResponse:
    """The text as it stands in the form, filled in for a real customer; nothing is stored."""
    script = Script(dealership=request.dealership)
    form = ScriptForm(request.POST, script=script)
    context = {"sounds": sounds(request, script, form.texts)}
    return render(request, "followups/_script_preview.html", context)


def variables() -> list[tuple[str, Any]]:
    """As written in a text, with their meaning."""
    return [(f"{{{name}}}", words) for name, words in VARIABLES.items()]


def _tree(request: DealershipRequest, script: Script) -> dict[str, Any]:
    """The branches of a stored script, with the languages each of them should be written in."""
    spoken = {*script.texts, str(request.dealership.language)}
    return {
        "branches": tree_of(script),
        "languages": [one for one in Dealership.Language.choices if one[0] in spoken],
        "offered": {outcome.pk for outcome in offered(request.dealership)},
        "most_depth": MOST_DEPTH,
    }


def sounds(request: DealershipRequest, script: Script, texts: dict[str, str]) -> Reading | None:
    """As the caller will read it, with these words for the opening; None: nobody to try it on."""
    say = _say(request)
    if say is None:
        return None
    if script.pk is None:
        return Reading(say(texts), [])
    outcomes = {outcome.pk for outcome in offered(request.dealership)}
    stored = reading_of(script, say=say, offered=outcomes)
    return Reading(say(texts), stored.answers)


def _say(request: DealershipRequest) -> Say | None:
    """For the newest call with a car, else the newest owner; None when there is nobody yet."""
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
            return None
        customer, vehicle = owned.customer, owned.vehicle
        due_on = dealership.local_date(timezone.now())
    return speaker(
        dealership=dealership,
        caller=request.user,
        customer=customer,
        vehicle=vehicle,
        due_on=due_on,
    )

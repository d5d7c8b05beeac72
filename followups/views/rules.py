"""Pages of the rules: which there are, what one says, what they would bring tomorrow."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from followups.forms.rules import RuleForm
from followups.forms.steps import StepRows, entered_rows, rows_of
from followups.models import Rule
from followups.permissions import may_edit_rules
from followups.querysets import RuleQuerySet
from followups.services import planning, rule_changes


@require_GET
@dealership_member(may_edit_rules)
def rule_list(request: DealershipRequest) -> HttpResponse:
    """Every rule with what it has planned today and what is still open."""
    return render(request, "followups/rule_list.html", {"rules": _rules(request)})


@require_POST
@dealership_member(may_edit_rules)
def rule_preview(request: DealershipRequest) -> HttpResponse:
    """Who would be called tomorrow, counted by the planner itself; nothing is kept.

    A POST, because the planner writes and rolls back, and takes its turn with a real run.
    """
    at = timezone.now()
    tomorrow = request.dealership.local_date(at) + timedelta(days=1)
    context = {"preview": _preview(request, tomorrow, at), "is_previewed": True}
    if request.htmx:
        return render(request, "followups/_rule_preview.html", context)
    return render(request, "followups/rule_list.html", context | {"rules": _rules(request)})


def _rules(request: DealershipRequest) -> RuleQuerySet:
    today = request.dealership.local_date(timezone.now())
    return (
        Rule.objects.for_dealership(request.dealership)
        .select_related("person")
        .prefetch_related("steps")
        .annotate(
            planned_today=Count("reasons", filter=Q(reasons__planned_on=today)),
            open_reasons=Count("reasons", filter=Q(reasons__status="open")),
        )
        .order_by("-is_active", "priority", "name", "pk")
    )


def _preview(request: DealershipRequest, day: date, at: datetime) -> planning.Planned | None:
    """None: a first run over a large history takes longer than a page may."""
    try:
        return planning.preview(dealership=request.dealership, day=day, at=at)
    except OperationalError:
        return None


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_rules)
def rule_add(request: DealershipRequest) -> HttpResponse:
    rule = Rule(dealership=request.dealership, offset_days=3, window_days=14)
    return _edit(request, rule)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_rules)
def rule_edit(request: DealershipRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Rule.objects.for_dealership(request.dealership), pk=pk))


def _edit(request: DealershipRequest, rule: Rule) -> HttpResponse:
    """The form with its plan; stored it leads back to the list, refused it stays."""
    entered = request.POST if request.method == "POST" else None
    form = RuleForm(entered, instance=rule, dealership=request.dealership)
    if entered is None:
        return _rule_page(request, rule, form, rows_of(rule))
    rows = entered_rows(request.POST, dealership=request.dealership, more="add" in request.POST)
    if "add" in request.POST:
        return _rule_page(request, rule, form, rows)
    is_right = form.is_valid()
    rows.window_days = form.cleaned_data.get("window_days")
    if rows.is_valid() and is_right and _save(request, form, rows):
        notify(request, _("The rule “%(name)s” is saved.") % {"name": rule.name})
        return redirect("rule_list", request.dealership.slug)
    return _rule_page(request, rule, form, rows, status=422)


def _save(request: DealershipRequest, form: RuleForm, rows: StepRows) -> bool:
    rule = form.save(commit=False)
    try:
        rule_changes.save_rule(
            rule=rule, steps=rows.steps(rule), by=request.user, at=timezone.now()
        )
    except rule_changes.NameTaken:
        form.add_error("name", _("There is a rule of this name already."))
        return False
    return True


def _rule_page(
    request: DealershipRequest, rule: Rule, form: RuleForm, rows: StepRows, status: int = 200
) -> HttpResponse:
    context = {"form": form, "rule": rule, "rows": rows}
    return render(request, "followups/rule_form.html", context, status=status)


@require_POST
@dealership_member(may_edit_rules)
def rule_plan(request: DealershipRequest) -> HttpResponse:
    """Fragment: the steps as entered, drawn as a line, with one more where it was asked for."""
    rows = entered_rows(request.POST, dealership=request.dealership, more="add" in request.POST)
    return render(request, "followups/_rule_plan.html", {"rows": rows})


@require_POST
@dealership_member(may_edit_rules)
def rule_switch(request: DealershipRequest, pk: int) -> HttpResponse:
    """Switch on or off (`active`: 1 or 0), with undo."""
    wanted = request.POST.get("active") == "1"
    found = get_object_or_404(Rule.objects.for_dealership(request.dealership), pk=pk)
    rule = rule_changes.switch_rule(
        dealership=request.dealership,
        rule_id=found.pk,
        is_active=wanted,
        by=request.user,
        at=timezone.now(),
    )
    said = _("“%(name)s” is on.") if wanted else _("“%(name)s” is off. Calls planned already stay.")
    back = reverse("rule_switch_back", args=[request.dealership.slug, pk, int(not wanted)])
    notify(request, said % {"name": rule.name}, undo=back)
    return redirect("rule_list", request.dealership.slug)


@require_POST
@dealership_member(may_edit_rules)
def rule_switch_back(request: DealershipRequest, pk: int, active: int) -> HttpResponse:
    """The undo of a switch."""
    found = get_object_or_404(Rule.objects.for_dealership(request.dealership), pk=pk)
    rule_changes.switch_rule(
        dealership=request.dealership,
        rule_id=found.pk,
        is_active=active == 1,
        by=request.user,
        at=timezone.now(),
    )
    notify(request, _("Taken back."), level="info")
    return redirect("rule_list", request.dealership.slug)

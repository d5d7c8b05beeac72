"""The year's targets of a dealership."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from kpis.definitions import GROUPS
from kpis.forms import TargetsForm
from kpis.permissions import may_set_targets
from kpis.services import targets
from kpis.views.figures import kept
from kpis.views.questions import Question, asked
from kpis.views.shown import show


@dealership_member(may_set_targets)
def target_form(request: DealershipRequest, year: int | None = None) -> HttpResponse:
    """Show and save the targets of a year (without one: this year, where the dealership is)."""
    question = asked(request)
    this_year = question.today.year
    year = year or this_year
    initial = targets.targets_of(dealership=request.dealership, year=year)
    form = TargetsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        targets.set_targets(dealership=request.dealership, year=year, percents=form.percents())
        notify(request, _("The targets of %(year)s are saved.") % {"year": year})
        return redirect("kpis:dashboard", request.dealership.slug)
    context = {
        "groups": _groups(form, question, request.dealership.slug),
        "form": form,
        "year": year,
        "years": [this_year - 1, this_year, this_year + 1],
        "currency": request.dealership.currency,
    }
    return render(request, "kpis/target_form.html", context, status=422 if form.errors else 200)


def _groups(form: TargetsForm, question: Question, slug: str) -> list[tuple[str, list[object]]]:
    """By department: each figure that can have a target, with what it is today."""
    figures = kept(question)  # the dashboard counts them; a form writes nothing when it is read
    groups = []
    for label, kpis in GROUPS:
        rows: list[object] = [
            (
                kpi,
                form[kpi.code],
                show(kpi, figures.get(kpi.code), None, question, slug),
            )
            for kpi in kpis
            if kpi.code in form.fields
        ]
        if rows:
            groups.append((str(label), rows))
    return groups

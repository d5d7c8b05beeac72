"""The year's targets of a dealership."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from kpis.forms import TargetsForm
from kpis.permissions import may_set_targets
from kpis.services import targets


@dealership_member(may_set_targets)
def target_form(request: DealershipRequest, year: int | None = None) -> HttpResponse:
    """Show and save the targets of a year (without one: this year, where the dealership is)."""
    this_year = request.dealership.local_date(timezone.now()).year
    year = year or this_year
    initial = targets.targets_of(dealership=request.dealership, year=year)
    form = TargetsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        targets.set_targets(dealership=request.dealership, year=year, percents=form.percents())
        notify(request, _("The targets of %(year)s are saved.") % {"year": year})
        return redirect("kpis:dashboard", request.dealership.slug)
    context = {"form": form, "year": year, "years": [this_year - 1, this_year, this_year + 1]}
    return render(request, "kpis/target_form.html", context, status=422 if form.errors else 200)

"""The dealership's own settings."""

from datetime import date

import holidays
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.forms.settings import SettingsForm
from dealerships.models import Dealership
from dealerships.notices import notify
from dealerships.permissions import may_manage_settings, may_see_settings
from dealerships.services import settings as services

HOLIDAYS_SHOWN = 8


@require_http_methods(["GET", "POST"])
@dealership_member(may_see_settings)
def dealership_settings(request: DealershipRequest) -> HttpResponse:
    """Seen by the dealer head, changed by the administrator."""
    may_manage = may_manage_settings(request.member)
    if request.method == "POST" and not may_manage:
        raise PermissionDenied
    # a copy: a refused form must not rename the dealership in the frame of the page
    dealership = Dealership.objects.get(pk=request.dealership.pk)
    form = SettingsForm(request.POST or None, instance=dealership)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in SettingsForm.Meta.fields}
        services.change_settings(dealership=request.dealership, openings=form.openings(), **fields)
        notify(request, _("The settings are saved."))
        return redirect("dealership_settings", request.dealership.slug)
    context = {
        "form": form,
        "may_manage": may_manage,
        "holidays": _next_holidays(request.dealership),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dealerships/dealership_settings.html", context, status=status)


def _next_holidays(dealership: Dealership) -> list[tuple[date, str]]:
    """The public holidays to come, on which the dealership counts as closed."""
    today = dealership.local_date(timezone.now())
    calendar = holidays.country_holidays(dealership.country, years=[today.year, today.year + 1])
    return [(day, name) for day, name in sorted(calendar.items()) if day >= today][:HOLIDAYS_SHOWN]

"""The dealership's own settings."""

from datetime import date
from typing import Any

import holidays
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.forms.settings import DAY, ClosedDayForm, SettingsForm
from dealerships.models import Dealership
from dealerships.notices import notify
from dealerships.permissions import may_manage_settings, may_see_settings
from dealerships.services import settings as services

HOLIDAYS_SHOWN = 8
HOLIDAY_LANGUAGES = {"ru": "ru", "zh-hans": "zh_CN"}
"""Those of the library that a reader may have; a country without them names its days in English."""


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
    return _page(request, form, _closed_day_form(request))


def _page(
    request: DealershipRequest, form: SettingsForm, closed_day_form: ClosedDayForm
) -> HttpResponse:
    today = request.dealership.local_date(timezone.now())
    context = {
        "form": form,
        "opening_fields": [form[name] for name in form.fields if name.startswith(DAY)],
        "closed_day_form": closed_day_form,
        "closed_days": [
            (day, name)
            for key, name in sorted(request.dealership.closed_days.items())
            for day in [date.fromisoformat(key)]
            if day >= today
        ],
        "may_manage": may_manage_settings(request.member),
        "holidays": _next_holidays(request.dealership),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dealerships/dealership_settings.html", context, status=status)


def _closed_day_form(request: DealershipRequest, data: Any = None) -> ClosedDayForm:
    today = request.dealership.local_date(timezone.now())
    return ClosedDayForm(data, today=today, auto_id="closed_%s")


@require_POST
@dealership_member(may_manage_settings)
def closed_day_add(request: DealershipRequest) -> HttpResponse:
    form = _closed_day_form(request, request.POST)
    if not form.is_valid():
        dealership = Dealership.objects.get(pk=request.dealership.pk)
        return _page(request, SettingsForm(instance=dealership), form)
    services.add_closed_day(dealership=request.dealership, **form.cleaned_data)
    notify(request, _("Closed on this day: nobody is called."))
    return redirect("dealership_settings", request.dealership.slug)


@require_POST
@dealership_member(may_manage_settings)
def closed_day_remove(request: DealershipRequest) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as error:
        raise BadRequest("day") from error
    services.remove_closed_day(dealership=request.dealership, day=day)
    notify(request, _("Open on this day."))
    return redirect("dealership_settings", request.dealership.slug)


def _next_holidays(dealership: Dealership) -> list[tuple[date, str]]:
    """The public holidays to come, on which the dealership counts as closed."""
    today = dealership.local_date(timezone.now())
    calendar = holidays.country_holidays(
        dealership.country,
        years=[today.year, today.year + 1],
        language=HOLIDAY_LANGUAGES.get(get_language() or "", "en_US"),
    )
    return [(day, name) for day, name in sorted(calendar.items()) if day >= today][:HOLIDAYS_SHOWN]

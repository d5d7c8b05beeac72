"""The rules of contact: whose law, which hours; what they leave of a week."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communications import contact_hours
from communications.forms import ContactRulesForm
from customers.models import Consent
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import Dealership
from dealerships.notices import notify
from dealerships.permissions import may_manage_settings, may_see_settings
from dealerships.rules import write_openings
from dealerships.services import settings


@require_http_methods(["GET", "POST"])
@dealership_member(may_see_settings)
def contact_rules(request: DealershipRequest) -> HttpResponse:
    """Seen by the dealer head, changed by the administrator."""
    may_manage = may_manage_settings(request.member)
    if request.method == "POST" and not may_manage:
        raise PermissionDenied
    # a copy: a refused form must not change the frame of the page
    form = ContactRulesForm(
        request.POST or None, instance=Dealership.objects.get(pk=request.dealership.pk)
    )
    if request.method == "POST" and form.is_valid():
        settings.set_contact_rules(dealership=request.dealership, **form.cleaned_data)
        notify(request, _("The rules of contact are saved."))
        return redirect("communications:contact_rules", request.dealership.slug)
    context = {
        "form": form,
        "may_manage": may_manage,
        "week": _week(request.dealership),
        "purposes": _purposes(request.dealership),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "communications/contact_rules.html", context, status=status)


def _week(dealership: Dealership) -> list[tuple[str, str]]:
    """(day, hours in words; "" where nobody is contacted), public holidays last."""
    names = [*(str(name) for name in WEEKDAYS.values()), _("Public holidays")]
    return [
        (name, write_openings(spans))
        for name, spans in zip(names, contact_hours.week(dealership), strict=True)
    ]


def _purposes(dealership: Dealership) -> list[tuple[str, bool]]:
    """(purpose, must be asked for)."""
    must_ask = contact_hours.law_profile(dealership.law).must_ask
    return [(str(purpose.label), purpose.value in must_ask) for purpose in Consent.Purpose]

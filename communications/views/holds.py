"""A pause that a customer asked for: noted until a day, lifted before it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communications.forms import PauseForm
from communications.permissions import may_promise
from communications.services import holds
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.formatting import calendar_day, readers_language
from dealerships.notices import notify


@require_POST
@dealership_member(may_promise)
def pause(request: DealershipRequest, customer_id: int) -> HttpResponse:
    customer = customer_or_404(request, customer_id)
    form = PauseForm(request.POST)
    if not form.is_valid():
        notify(request, _("Say until which day."), level="error")
        return _back(request, customer_id)
    last_day = form.cleaned_data["last_day"]
    try:
        holds.pause(
            dealership=request.dealership,
            customer=customer,
            last_day=last_day,
            by=request.user,
            at=timezone.now(),
        )
    except holds.PauseInThePast:
        notify(request, _("This day has passed."), level="error")
    else:
        said = _("Nobody contacts the customer until %(day)s.")
        notify(request, said % {"day": calendar_day(last_day, readers_language())})
    return _back(request, customer_id)


@require_POST
@dealership_member(may_promise)
def lift(request: DealershipRequest, customer_id: int) -> HttpResponse:
    customer = customer_or_404(request, customer_id)
    holds.lift(dealership=request.dealership, customer=customer, at=timezone.now())
    notify(request, _("The customer may be contacted again."))
    return _back(request, customer_id)


def _back(request: DealershipRequest, customer_id: int) -> HttpResponse:
    return redirect("customers:customer_detail", request.dealership.slug, customer_id)

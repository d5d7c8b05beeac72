"""Getting in touch with a customer: when, and the pause they asked for, noted and lifted."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications.best_hours import best_hour
from communications.forms import PauseForm
from communications.models import ContactHold
from communications.permissions import may_write
from communications.services import holds
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.formatting import calendar_day, readers_language
from dealerships.notices import notify


@require_GET
@dealership_member(may_write)
def customer_contact(request: DealershipRequest, customer_id: int) -> HttpResponse:
    """Fragment of the customer page: why they may not be contacted now, a message, a pause."""
    customer, at = customer_or_404(request, customer_id), timezone.now()
    held = ContactHold.objects.for_dealership(request.dealership).filter(customer=customer)
    context = {
        "customer": customer,
        "holds": held.active(at=at).order_by("since", "pk"),
        "best_hour": best_hour(customer=customer, dealership=request.dealership, at=at),
        "pause_form": PauseForm(auto_id="pause_%s"),
    }
    return render(request, "communications/_customer_contact.html", context)


@require_POST
@dealership_member(may_write)
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
@dealership_member(may_write)
def lift(request: DealershipRequest, customer_id: int) -> HttpResponse:
    customer = customer_or_404(request, customer_id)
    holds.lift(dealership=request.dealership, customer=customer, at=timezone.now())
    notify(request, _("The customer may be contacted again."))
    return _back(request, customer_id)


def _back(request: DealershipRequest, customer_id: int) -> HttpResponse:
    return redirect("customers:customer_detail", request.dealership.slug, customer_id)

"""Phones, e-mails, messenger names and do-not-call of a card: one action each."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.forms import ContactPointForm
from customers.models import ContactPoint
from customers.permissions import may_edit_customers
from customers.services import contact_points
from customers.services import customers as cards
from customers.views.scope import customer_or_404
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify


def _back(request: DealershipRequest, pk: int) -> HttpResponse:
    return redirect("customers:customer_detail", request.dealership.slug, pk)


@require_POST
@dealership_member(may_edit_customers)
def contact_add(request: DealershipRequest, pk: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    form = ContactPointForm(request.POST)
    if not form.is_valid():
        notify(request, _("Give a phone number or an e-mail address."), level="error")
        return _back(request, pk)
    text, label = form.cleaned_data["text"], form.cleaned_data["label"]
    try:
        if text.startswith("@"):
            contact_points.add_messenger(customer=customer, text=text, label=label)
        elif "@" in text:
            contact_points.add_email(customer=customer, text=text, label=label)
        else:
            contact_points.add_phone(
                customer=customer, dealership=request.dealership, text=text, label=label
            )
    except contact_points.NotAPhoneError:
        notify(request, _("There is no phone number in this."), level="error")
    except contact_points.NotAnEmailError:
        notify(request, _("This is not an e-mail address."), level="error")
    return _back(request, pk)


def _point(request: DealershipRequest, pk: int, point: int) -> ContactPoint:
    customer = customer_or_404(request, pk)
    return get_object_or_404(ContactPoint, customer=customer, pk=point)


@require_POST
@dealership_member(may_edit_customers)
def contact_wrong(request: DealershipRequest, pk: int, point: int) -> HttpResponse:
    contact_points.mark_wrong(point=_point(request, pk, point), at=timezone.now())
    return _back(request, pk)


@require_POST
@dealership_member(may_edit_customers)
def contact_right(request: DealershipRequest, pk: int, point: int) -> HttpResponse:
    contact_points.mark_right(point=_point(request, pk, point))
    return _back(request, pk)


@require_POST
@dealership_member(may_edit_customers)
def contact_first(request: DealershipRequest, pk: int, point: int) -> HttpResponse:
    contact_points.put_first(point=_point(request, pk, point))
    return _back(request, pk)


@require_POST
@dealership_member(may_edit_customers)
def calls_stop(request: DealershipRequest, pk: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    cards.stop_calls(customer=customer, by=request.user, at=timezone.now())
    notify(request, _("The customer is not called any more."))
    return _back(request, pk)


@require_POST
@dealership_member(may_edit_customers)
def calls_allow(request: DealershipRequest, pk: int) -> HttpResponse:
    customer = customer_or_404(request, pk)
    cards.allow_calls(customer=customer, at=timezone.now())
    notify(request, _("The customer may be called again."))
    return _back(request, pk)

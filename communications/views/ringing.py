"""Who rings at my telephone now: the panel that every page of mine asks for, every two seconds."""

from datetime import datetime
from typing import Any

import httpx
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications import callers, telephony
from communications.channels import outgoing
from communications.models import PhoneCall
from communications.permissions import may_dial
from communications.services import phone_calls
from communications.telephony import http
from customers.models import ContactPoint, Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import Dealership, User
from dealerships.notices import notify
from dealerships.prepared import prepared

NONE = "-"


@require_GET
@dealership_member(may_dial)
def ringing(request: DealershipRequest) -> HttpResponse:
    """The panel, or 204 while it is what the page shows already (one query then).

    ?shown=<what the page shows>; the answer says in X-Shown what it is now.
    """
    at = timezone.now()
    call = _live(request.user, request.dealership, at)
    shown = f"{call.pk}-{call.state}-{call.customer_id or 0}" if call else NONE
    if request.GET.get("shown", NONE) == shown:
        return HttpResponse(status=204)
    context = _caller(call, request.dealership, at) if call else {}
    response = render(request, "communications/_phone_pop.html", context)
    response["X-Shown"] = shown
    return response


@require_POST
@dealership_member(may_dial)
def try_incoming(request: DealershipRequest) -> HttpResponse:
    """Only with the demo's own exchange: some customer calls the person who pressed this."""
    number = _somebody(request.dealership)
    if not telephony.is_simulated() or number is None or not _ask_simulator(request, number):
        notify(request, _("Nobody calls: this is for the demo's own exchange."), level="warning")
    else:
        notify(request, _("A customer is calling you now."), level="info")
    return redirect("communications:phone_list", request.dealership.slug)


def _live(user: User, dealership: Dealership, at: datetime) -> PhoneCall | None:
    since = PhoneCall.objects.live_since(at)
    return next(iter(_calls(user, dealership, *since)), None)


@prepared
def _calls(
    user: User, dealership: Dealership, ringing_since: datetime, talking_since: datetime
) -> Any:
    rows = PhoneCall.objects.for_dealership(dealership).live_at(
        user, ringing_since=ringing_since, talking_since=talking_since
    )
    return rows.order_by("-started_at", "-pk")[:1]


def _caller(call: PhoneCall, dealership: Dealership, at: datetime) -> dict[str, Any]:
    """Whose number it is and what is known of them, a constant number of queries."""
    people = (
        list(Customer.objects.filter(pk=call.customer_id))
        if call.customer_id
        else phone_calls.whose(dealership, call.number)
    )
    facts = callers.facts_of(dealership, [each.pk for each in people], at=at)
    return {"call": call, "people": [(each, facts[each.pk]) for each in people]}


def _somebody(dealership: Dealership) -> str | None:
    known = ContactPoint.objects.filter(
        kind="phone", is_valid=True, customer__relations__dealership=dealership
    )
    number: str | None = known.order_by("?").values_list("value", flat=True).first()
    return number


def _ask_simulator(request: DealershipRequest, number: str) -> bool:
    body = {
        "dealership": request.dealership.slug,
        "extension": request.member.extension,
        "number": number,
    }
    try:
        with http.client() as client:
            return client.post(f"{http.address()}/incoming", json=body).is_success
    except (httpx.HTTPError, outgoing.RefusedAddress):
        return False

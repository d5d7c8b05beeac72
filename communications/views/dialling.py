"""Click to call: from a customer's page or a list; what speaks against it is said first."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from communications.may_call import warnings
from communications.models import PhoneCall
from communications.permissions import may_dial
from communications.services import phone_calls
from customers import phones
from customers.models import Customer
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.formatting import phone as grouped
from dealerships.notices import Level, notify, toast


@require_http_methods(["GET", "POST"])
@dealership_member(may_dial)
def dial(request: DealershipRequest) -> HttpResponse:
    """POST number, customer (optional): the own telephone rings, then theirs.

    Where something speaks against it the page asks first (GET shows it); `confirmed` means it.
    """
    asked = request.POST if request.method == "POST" else request.GET
    dealership, at = request.dealership, timezone.now()
    phone = phones.normalise(
        asked.get("number", ""), country=dealership.country, area_code=dealership.area_code
    )
    customer = _customer(request, asked.get("customer", ""))
    if phone is None:
        raise Http404
    back = _back(request, asked.get("back", ""))
    against = warnings(customer=customer, dealership=dealership, at=at) if customer else []
    if request.method == "POST" and (asked.get("confirmed") or not against):
        return _dial(request, phone.value, customer, back)
    query = {"number": phone.value, "customer": customer.pk if customer else "", "back": back}
    if request.method == "POST":
        url = reverse("communications:dial", args=[dealership.slug])
        return _go(request, f"{url}?{urlencode(query)}")
    context = {"against": against, "customer": customer, "shown": phone.value, **query}
    return render(request, "communications/phone_confirm.html", context)


def said_of(call: PhoneCall) -> tuple[str, Level]:
    """What became of a click, in words."""
    if call.state == PhoneCall.State.FAILED:
        return _("The telephone exchange refused the call. Dial by hand."), "error"
    said = _("Your telephone rings; then %(number)s is called.")
    return said % {"number": grouped(call.number)}, "info"


def no_telephone() -> str:
    return _("No telephone exchange is set up, or you have no extension. Dial by hand.")


def _dial(
    request: DealershipRequest, number: str, customer: Customer | None, back: str
) -> HttpResponse:
    try:
        call = phone_calls.dial(
            dealership=request.dealership,
            by=request.user,
            extension=request.member.extension,
            number=number,
            customer=customer,
            at=timezone.now(),
        )
    except phone_calls.NoTelephone:
        text: str = no_telephone()
        level: Level = "warning"
    else:
        text, level = said_of(call)
    if request.htmx:
        return toast(HttpResponse(status=204), text, level=level)
    notify(request, text, level=level)
    return redirect(back)


def _customer(request: DealershipRequest, given: str) -> Customer | None:
    """The customer that the number stands with; 404 for one this dealership does not know."""
    if not given:
        return None
    customers = Customer.objects.for_dealership(request.dealership).current()
    found = customers.filter(pk=given).first() if given.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _back(request: DealershipRequest, page: str) -> str:
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return page
    return reverse("communications:phone_list", args=[request.dealership.slug])


def _go(request: DealershipRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)

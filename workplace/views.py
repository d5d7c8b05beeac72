"""Global search (the box on every page, its page) and the value of a customer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from customers.models import Customer
from customers.permissions import may_edit_customers, may_merge_customers, may_see_customers
from customers.search import Found
from customers.search import search as find
from dealerships.decorators import DealershipRequest, dealership_member
from workplace.value import value_of

SUGGESTED = 8
LONGEST = 200
LONGEST_NUMBER = 18


def _asked(request: DealershipRequest) -> str:
    return request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()


@dealership_member(may_see_customers)
def search(request: DealershipRequest) -> HttpResponse:
    text = _asked(request)
    join = _card_to_join(request)
    found = [_row(each) for each in _find(request, text)]
    context = {
        "text": text,
        "found": [each for each in found if each != join],
        "may_create": may_edit_customers(request.member),
        "looks_like_phone": not any(character.isalpha() for character in text),
        "join": join,
    }
    return render(request, "workplace/search.html", context)


def _row(found: Found) -> Any:
    """The customer, with what the text was found in."""
    customer: Any = found.customer
    customer.matched = found.matched
    return customer


def _card_to_join(request: DealershipRequest) -> Customer | None:
    """The card for which a second one is looked for (?join=), if the person may join cards."""
    pk = request.GET.get("join", "")
    if not pk.isdecimal() or len(pk) > LONGEST_NUMBER or not may_merge_customers(request.member):
        return None
    visible = Customer.objects.for_dealership(request.dealership).current()
    return visible.filter(pk=pk).first()


@dealership_member(may_see_customers)
def search_suggestions(request: DealershipRequest) -> HttpResponse:
    """The first few, while somebody types."""
    text = _asked(request)
    context = {"text": text, "found": _find(request, text)[:SUGGESTED]}
    return render(request, "workplace/_suggestions.html", context)


def _find(request: DealershipRequest, text: str) -> list[Found]:
    today = request.dealership.local_date(timezone.now())
    return find(text, dealership=request.dealership, on=today) if text else []


DEPARTMENTS = {
    "vehicles": gettext_lazy("Cars"),
    "accessories": gettext_lazy("Accessories"),
    "finance": gettext_lazy("Finance and insurance"),
    "labour": gettext_lazy("Labour"),
    "parts": gettext_lazy("Parts"),
    "body": gettext_lazy("Body work"),
}


@dealership_member(may_see_customers)
def customer_value(request: DealershipRequest, pk: int) -> HttpResponse:
    """The fragment of the customer page that says what the customer is worth."""
    customer = get_object_or_404(
        Customer.objects.for_dealership(request.dealership).current(), pk=pk
    )
    value = value_of(customer, request.dealership)
    context = {
        "value": value,
        "departments": [
            (DEPARTMENTS[name], amount) for name, amount in value.departments.items() if amount
        ],
    }
    return render(request, "workplace/_customer_value.html", context)

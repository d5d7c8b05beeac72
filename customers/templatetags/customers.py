"""Small words of the customer pages."""

import zoneinfo
from datetime import date, datetime

from django import template
from django.utils.translation import gettext_lazy

from customers import card
from customers.models import Customer
from dealerships.models import Dealership

register = template.Library()


@register.filter
def date_in(value: datetime, zone: zoneinfo.ZoneInfo) -> date:
    """The calendar day of an instant in a zone."""
    return value.astimezone(zone).date()


@register.filter
def address_for(customer: Customer, dealership: Dealership) -> str:
    """How to speak to the customer."""
    return card.address_of(customer, dealership)


FACTS = {
    "phone": gettext_lazy("phone"),
    "name": gettext_lazy("name"),
    "birth_date": gettext_lazy("birth date"),
    "email": gettext_lazy("e-mail"),
    "vin": gettext_lazy("car"),
    "city": gettext_lazy("city"),
}


@register.filter
def fact_words(facts: dict[str, bool | float | None]) -> list[tuple[str, bool | float]]:
    """Facts of a pair that were given on both cards, in words."""
    return [
        (str(FACTS.get(code, code)), value) for code, value in facts.items() if value is not None
    ]

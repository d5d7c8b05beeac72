"""Small words of the customer pages."""

import zoneinfo
from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils.translation import gettext_lazy, pgettext_lazy

from customers import card
from customers.models import Customer
from dealerships import formatting
from dealerships.models import Dealership
from dealerships.templatetags.formatting import calendar_day, day

register = template.Library()


@register.filter
def date_in(value: datetime, zone: zoneinfo.ZoneInfo) -> date:
    """The calendar day of an instant in a zone."""
    return value.astimezone(zone).date()


@register.filter
def address_for(customer: Customer, dealership: Dealership) -> str:
    """How to speak to the customer."""
    return card.address_of(customer, dealership)


@register.filter
def fact(value: object) -> object:
    """A value of a card as people write it; nothing is a dash."""
    if isinstance(value, datetime):
        return day(value)
    if isinstance(value, date):
        return calendar_day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value or formatting.NOTHING


FACTS = {
    "phone": gettext_lazy("phone"),
    "name": pgettext_lazy("of a customer", "name"),
    "birth_date": gettext_lazy("birth date"),
    "email": gettext_lazy("e-mail"),
    "car": gettext_lazy("car"),
    "city": gettext_lazy("city"),
}


# a missing e-mail in common says nothing, another birth date does
SPEAK_AGAINST = ("name", "birth_date")


@register.filter
def fact_words(facts: dict[str, Any]) -> list[tuple[str, bool | float]]:
    """What agrees of a pair, in words: True, or the share of it; False where both cards say
    otherwise. What an import noted beside it (codes of the cards) is not for the eye."""
    return [
        (str(label), bool(facts[code]) if facts[code] in (0, 1) else facts[code])
        for code, label in FACTS.items()
        if facts.get(code) or (code in SPEAK_AGAINST and facts.get(code) is not None)
    ]

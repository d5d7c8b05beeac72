"""What the variables of scripts and templates stand for: one customer, in their language."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, override

from communications.models import MessageTemplate, WrittenChannel
from communications.models.template import WITHOUT_SUBJECT
from communications.rules import scripts
from customers.models import Consent, Customer, Vehicle
from dealerships import formatting
from dealerships.models import Dealership, User


@dataclass(frozen=True)
class Words:
    """A message in one language; an SMS has no subject."""

    language: str
    subject: str
    text: str


def language_of(customer: Customer, dealership: Dealership) -> str:
    """The customer's own, else the dealership's."""
    return customer.language or str(dealership.language)


def values(
    *,
    dealership: Dealership,
    customer: Customer,
    language: str,
    caller: User | None,
    vehicle: Vehicle | None = None,
    day: date | None = None,
) -> dict[str, str]:
    """A value for each of scripts.VARIABLES; "" where there is none (no query)."""
    car = f"{vehicle.make} {vehicle.model}".strip() if vehicle else ""
    return {
        "address": customer.address_in(language),
        "name": customer.full_name,
        "car": car or (str(vehicle) if vehicle else ""),
        "dealership": dealership.name,
        "caller": str(caller) if caller else "",
        "date": formatting.spoken_day(day, language) if day else "",
    }


def from_template(
    template: MessageTemplate,
    *,
    customer: Customer,
    caller: User | None,
    vehicle: Vehicle | None = None,
    day: date | None = None,
) -> Words:
    """The template in the customer's language, filled in; a variable without a value stays."""
    dealership = template.dealership
    language = language_of(customer, dealership)
    filled = values(
        dealership=dealership,
        customer=customer,
        language=language,
        caller=caller,
        vehicle=vehicle,
        day=day,
    )
    languages = (language, str(dealership.language))
    return Words(
        language=language,
        subject=scripts.fill(scripts.text_in(template.subjects, *languages), filled),
        text=scripts.fill(scripts.text_in(template.texts, *languages), filled),
    )


def with_opt_out(text: str, *, channel: str, purpose: str, language: str, link: str) -> str:
    """Advertising tells how to stop it, in the language of the message; all else stays as it is.

    link  of communications.opt_out_links
    """
    if purpose != Consent.Purpose.ADVERTISING:
        return text
    with override(language):
        if channel in WITHOUT_SUBJECT:
            return " ".join((text, gettext("Opt out: %(link)s") % {"link": link}))
        line = gettext("If you want no more of these letters: %(link)s") % {"link": link}
        if channel == WrittenChannel.LETTER:
            return f"{text}\n\n{line}"
        return f"{text}\n\n-- \n{line}"

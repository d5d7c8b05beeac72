"""How a template would read for one real customer, in every language: text, size, warnings."""

from dataclasses import dataclass
from datetime import date

from communications import opt_out_links
from communications.models import MessageTemplate, WrittenChannel
from communications.rules import scripts, sms
from communications.wording import language_of, values, with_opt_out
from customers.models import Customer, Ownership, Vehicle
from dealerships.models import Dealership, User

MOST_PARTS = 3
"""An SMS of more parts is seldom meant: the page warns."""


@dataclass(frozen=True)
class Preview:
    """One language of a template, filled in.

    is_own    the customer reads this language
    instead   the language that is sent in place of one without a text; "" where there is a text
    unknown   names in braces that nobody fills in
    empty     variables that this customer has no value for
    size      of an SMS only
    """

    language: str
    label: str
    is_own: bool
    subject: str
    text: str
    instead: str
    unknown: list[str]
    empty: list[str]
    size: sms.Size | None

    @property
    def is_long(self) -> bool:
        return self.size is not None and self.size.parts > MOST_PARTS


def previews(
    template: MessageTemplate,
    *,
    customer: Customer | None,
    vehicle: Vehicle | None,
    by: User,
    on: date,
) -> list[Preview]:
    """One for each language (no query). Without a customer the variables stay as written."""
    return [
        _preview(template, language, str(label), customer=customer, vehicle=vehicle, by=by, on=on)
        for language, label in Dealership.Language.choices
    ]


def _preview(
    template: MessageTemplate,
    language: str,
    label: str,
    *,
    customer: Customer | None,
    vehicle: Vehicle | None,
    by: User,
    on: date,
) -> Preview:
    dealership = template.dealership
    order = (language, str(dealership.language))
    subject = scripts.text_in(template.subjects, *order)
    text = scripts.text_in(template.texts, *order)
    filled: dict[str, str] = {}
    if customer is not None:
        filled = values(
            dealership=dealership,
            customer=customer,
            language=language,
            caller=by,
            vehicle=vehicle,
            day=on,
        )
    said = with_opt_out(
        scripts.fill(text, filled),
        channel=template.channel,
        purpose=template.purpose,
        language=language,
        link=opt_out_links.sample_url(),
    )
    named = scripts.variables(f"{subject} {text}")
    return Preview(
        language=language,
        label=label,
        is_own=customer is not None and language_of(customer, dealership) == language,
        subject=scripts.fill(subject, filled),
        text=said if text else "",
        instead="" if template.texts.get(language) else _instead(template, order),
        unknown=scripts.unknown_variables(f"{subject} {text}"),
        empty=[] if customer is None else _without_value(named, filled),
        size=sms.size(said) if template.channel == WrittenChannel.SMS and text else None,
    )


def _without_value(named: list[str], filled: dict[str, str]) -> list[str]:
    known = [name for name in dict.fromkeys(named) if name in scripts.VARIABLES]
    return [name for name in known if not filled.get(name)]


def _instead(template: MessageTemplate, order: tuple[str, str]) -> str:
    """The name of the language that is taken in place of a missing one; "" when none is written."""
    written = scripts.language_in(template.texts, *order)
    return str(Dealership.Language(written).label) if written else ""


def car_of(customer: Customer, dealership: Dealership, *, on: date) -> Vehicle | None:
    """The car the customer has had for the shortest time, of those the dealership knows."""
    owned = (
        Ownership.objects.as_of(on)
        .filter(customer=customer, vehicle__relations__dealership=dealership)
        .select_related("vehicle")
        .order_by("-since", "-pk")
        .first()
    )
    return owned.vehicle if owned else None


def somebody(dealership: Dealership, *, on: date) -> Customer | None:
    """A customer to try a text on: the newest owner of a car, else the newest card."""
    owned = (
        Ownership.objects.as_of(on)
        .filter(
            customer__relations__dealership=dealership,
            vehicle__relations__dealership=dealership,
            customer__merged_into__isnull=True,
        )
        .select_related("customer")
        .order_by("-pk")
        .first()
    )
    if owned:
        return owned.customer
    return Customer.objects.for_dealership(dealership).current().order_by("-pk").first()

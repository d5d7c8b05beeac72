"""A script filled in for one call: read from the reason, worded in the customer's language."""

from datetime import date

from customers import rules as customer_rules
from customers.models import Customer, Vehicle
from dealerships import formatting
from dealerships.models import Dealership, User
from followups.models import CallReason
from followups.rules import scripts


def script_for(reason: CallReason, *, dealership: Dealership, caller: User) -> str:
    """What the caller says about this reason; "" when its rule has no script.

    Needs reason.rule.script, reason.customer and reason.vehicle, no further query.
    """
    script = reason.rule.script
    if script is None:
        return ""
    return filled(
        script.texts,
        dealership=dealership,
        caller=caller,
        customer=reason.customer,
        vehicle=reason.vehicle,
        due_on=reason.due_on,
    )


def filled(
    texts: dict[str, str],
    *,
    dealership: Dealership,
    caller: User,
    customer: Customer,
    vehicle: Vehicle | None,
    due_on: date,
) -> str:
    """The text in the customer's language, else the dealership's, with its variables filled in."""
    language = customer.language or str(dealership.language)
    text = scripts.text_in(texts, language, str(dealership.language))
    car = f"{vehicle.make} {vehicle.model}".strip() if vehicle else ""
    values = {
        "address": _address(customer, language),
        "name": customer.full_name,
        "car": car or (str(vehicle) if vehicle else ""),
        "dealership": dealership.name,
        "caller": str(caller),
        "date": formatting.spoken_day(due_on, language),
    }
    return scripts.fill(text, values)


def _address(customer: Customer, language: str) -> str:
    return customer.form_of_address or customer_rules.address(
        language=language,
        full_name=customer.full_name,
        kind=customer.kind,
        family=customer.family_name,
        given=customer.given_name,
        patronymic=customer.patronymic,
        gender=customer.gender,
    )

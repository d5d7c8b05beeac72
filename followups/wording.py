"""A script filled in for one call: read from the reason, worded in the customer's language."""

from datetime import date

from communications.rules import scripts
from customers.models import Customer, Vehicle
from dealerships import formatting
from dealerships.models import Dealership, User


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
        "address": customer.address_in(language),
        "name": customer.full_name,
        "car": car or (str(vehicle) if vehicle else ""),
        "dealership": dealership.name,
        "caller": str(caller),
        "date": formatting.spoken_day(due_on, language),
    }
    return scripts.fill(text, values)

"""A script filled in for one call: read from the reason, worded in the customer's language."""

from collections.abc import Callable
from datetime import date

from communications.rules import scripts
from communications.wording import language_of, values
from customers.models import Customer, Vehicle
from dealerships.models import Dealership, User

Say = Callable[[dict[str, str]], str]


def speaker(
    *,
    dealership: Dealership,
    caller: User,
    customer: Customer,
    vehicle: Vehicle | None,
    due_on: date,
) -> Say:
    """What says any text in the customer's language, else the dealership's, with its variables
    filled in."""
    language = language_of(customer, dealership)
    known = values(
        dealership=dealership,
        customer=customer,
        language=language,
        caller=caller,
        vehicle=vehicle,
        day=due_on,
    )

    def say(texts: dict[str, str]) -> str:
        return scripts.fill(scripts.text_in(texts, language, str(dealership.language)), known)

    return say

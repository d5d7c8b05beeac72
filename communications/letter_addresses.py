"""Where a letter to a customer goes, and how the envelope of the dealership's country says it."""

from customers.models import Customer
from customers.postal import Address, envelope
from dealerships.models import Dealership


def address_of(customer: Customer, dealership: Dealership) -> Address:
    """The customer's address as it stands on the card; it may be incomplete."""
    country = customer.country or str(dealership.country)
    return Address(
        street=customer.street,
        city=customer.city,
        postcode=customer.postcode,
        country=country,
        foreign=customer.get_country_display() if country != dealership.country else "",
    )


def lines_of(customer: Customer, dealership: Dealership) -> list[str]:
    """The lines of the envelope with the addressee's name."""
    return envelope(customer.full_name, address_of(customer, dealership))

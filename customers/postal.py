"""Postal addresses: which there are, and their lines on an envelope by the habit of the country.

Russia    name, street, city, country, postcode        (rules of Russian Post)
China     postcode, country, city and street, name     (GB/T 1416)
others    name, street, postcode and city, COUNTRY     (DIN 5008, UPU S42)
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    RUSSIA = "RU", _("Russia")
    CHINA = "CN", _("China")
    BELARUS = "BY", _("Belarus")
    GERMANY = "DE", _("Germany")
    KAZAKHSTAN = "KZ", _("Kazakhstan")


RUSSIAN_ORDER = frozenset({Country.RUSSIA, Country.BELARUS, Country.KAZAKHSTAN})


@dataclass(frozen=True)
class Address:
    """country  of the address; foreign  its name where the letter crosses a border, else "" """

    street: str
    city: str
    postcode: str
    country: str
    foreign: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a letter would arrive: the postcode may be looked up at the post office."""
        return bool(self.street.strip() and self.city.strip())


def envelope(name: str, address: Address) -> list[str]:
    """The lines of an envelope with the addressee, without empty ones."""
    if address.country in RUSSIAN_ORDER:
        lines = [name, address.street, address.city, address.foreign, address.postcode]
    elif address.country == Country.CHINA:
        place = f"{address.city}{address.street}"
        lines = [address.postcode, address.foreign, place, name]
    else:
        town = f"{address.postcode} {address.city}".strip()
        lines = [name, address.street, town, address.foreign.upper()]
    return [line.strip() for line in lines if line.strip()]


def one_line(address: Address) -> str:
    """The address alone, for a list."""
    return ", ".join(envelope("", address))

"""When a dealership may contact a customer: its own hours, the law's, the customer's clock."""

import tomllib
import zoneinfo
from functools import cache
from pathlib import Path

from communications.rules.hours import ContactHours, LegalHours, Span, within
from communications.rules.law import LawProfile, read_profile
from customers.models import Consent, Customer
from dealerships.models import Dealership
from dealerships.periods import is_public_holiday

PROFILES = Path(__file__).parent / "law_profiles"

# the dealership's own hours decide, and silence is still no consent
OWN = LawProfile(must_ask=frozenset(Consent.Purpose.values))


@cache
def law_profile(law: str) -> LawProfile:
    """The profile of a Dealership.Law, read once; raises BadProfile."""
    if law == Dealership.Law.OWN:
        return OWN
    return read_profile(tomllib.loads((PROFILES / f"{law}.toml").read_text(encoding="utf-8")))


def is_presumed(purpose: str, dealership: Dealership) -> bool:
    """Whether the law lets a purpose rest on notice, until the customer objects."""
    return purpose not in law_profile(dealership.law).must_ask


def hours_for(customer: Customer, dealership: Dealership) -> ContactHours:
    """The hours on the clock of the customer, who may live elsewhere."""
    zone = zoneinfo.ZoneInfo(customer.time_zone or dealership.time_zone)
    return _hours(dealership, zone)


def own_hours(dealership: Dealership) -> ContactHours:
    """The hours on the dealership's own clock: whether anybody is contacted now at all."""
    return _hours(dealership, dealership.tz)


def week(dealership: Dealership) -> list[list[Span]]:
    """What the dealership's and the law's hours leave, Monday first, public holidays last."""
    profile = law_profile(dealership.law)
    return [
        within((dealership.calls_from, dealership.calls_until), spans)
        for spans in (*profile.week, profile.holidays)
    ]


def _hours(dealership: Dealership, zone: zoneinfo.ZoneInfo) -> ContactHours:
    profile = law_profile(dealership.law)
    country = dealership.country
    legal = LegalHours(profile.week, profile.holidays, lambda day: is_public_holiday(country, day))
    return ContactHours(
        zone, dealership.calls_from, dealership.calls_until, dealership.closed_dates, legal
    )

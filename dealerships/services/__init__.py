"""Verbs that open a dealership and hire its people."""

from datetime import datetime, time

from django.db import transaction

from dealerships import newcomers
from dealerships.models import (
    Dealership,
    Holding,
    Membership,
    Role,
    SourceSystem,
    User,
    WorkingHours,
)

# what a country's dealership starts with: currency, language of the customers, rules of contact
COUNTRY_DEFAULTS = {
    Dealership.Country.RUSSIA: (
        Dealership.Currency.RUB,
        Dealership.Language.RUSSIAN,
        Dealership.Law.RUSSIA,
    ),
    Dealership.Country.CHINA: (
        Dealership.Currency.CNY,
        Dealership.Language.CHINESE,
        Dealership.Law.CHINA,
    ),
}
OPENING = (time(9), time(21))


@transaction.atomic
def create_dealership(
    *,
    slug: str,
    name: str,
    time_zone: str,
    country: str,
    holding: Holding | None = None,
    area_code: str = "",
) -> Dealership:
    """Open a dealership with everything standard that the apps have for a new one.

    slug       code in paths and on the command line, unique
    time_zone  IANA name
    country    "RU" or "CN"
    holding    None: a holding of its own, named like the dealership
    """
    currency, language, law = COUNTRY_DEFAULTS[Dealership.Country(country)]
    dealership = Dealership.objects.create(
        holding=holding or Holding.objects.create(name=name),
        slug=slug,
        name=name,
        time_zone=time_zone,
        country=country,
        currency=currency,
        language=language,
        law=law,
        area_code=area_code,
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(dealership=dealership, weekday=weekday, opens=OPENING[0], closes=OPENING[1])
        for weekday in range(7)
    )
    SourceSystem.objects.create(dealership=dealership, name="dms")
    newcomers.set_up(dealership)
    return dealership


@transaction.atomic
def add_role(*, user: User, dealership: Dealership, role: Role) -> Membership:
    """Give a user a role; a role they hold already is returned unchanged."""
    membership, _created = Membership.objects.get_or_create(
        user=user, dealership=dealership, role=role, ended_at=None
    )
    return membership


@transaction.atomic
def end_membership(*, user: User, dealership: Dealership, role: Role, at: datetime) -> int:
    """End a role from `at` on; 0 when the user did not hold it."""
    return Membership.objects.filter(
        user=user, dealership=dealership, role=role, ended_at__isnull=True
    ).update(ended_at=at)

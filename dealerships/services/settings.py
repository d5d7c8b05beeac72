"""Verbs that change how a dealership works: its name, hours, language."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction

from dealerships.models import Dealership, WorkingHours


@transaction.atomic
def change_settings(
    *,
    dealership: Dealership,
    name: str,
    language: str,
    area_code: str,
    postal_address: str,
    phone: str,
    web_page: str,
    openings: Mapping[int, Sequence[tuple[time, time]]],
) -> Dealership:
    """Write the settings and put `openings` (weekday → opens, closes) in place of the old ones."""
    Dealership.objects.filter(pk=dealership.pk).update(
        name=name,
        language=language,
        area_code=area_code,
        postal_address=postal_address,
        phone=phone,
        web_page=web_page,
    )
    WorkingHours.objects.for_dealership(dealership).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(dealership=dealership, weekday=weekday, opens=opens, closes=closes)
        for weekday, hours in openings.items()
        for opens, closes in hours
    )
    dealership.refresh_from_db()
    return dealership


def set_contact_rules(
    *,
    dealership: Dealership,
    law: str,
    calls_from: time,
    calls_until: time,
    marketing_contacts: int,
    marketing_days: int,
    calls_a_day: int,
    days_after_complaint: int,
) -> None:
    """Whose rules of contact bind the dealership, its own hours within them, the budget (N2)."""
    Dealership.objects.filter(pk=dealership.pk).update(
        law=law,
        calls_from=calls_from,
        calls_until=calls_until,
        marketing_contacts=marketing_contacts,
        marketing_days=marketing_days,
        calls_a_day=calls_a_day,
        days_after_complaint=days_after_complaint,
    )


@transaction.atomic
def add_closed_day(*, dealership: Dealership, day: date, name: str) -> None:
    """On this day nobody works and nobody is called; a second name replaces the first."""
    locked = Dealership.objects.select_for_update().get(pk=dealership.pk)
    days = locked.closed_days | {day.isoformat(): name}
    Dealership.objects.filter(pk=dealership.pk).update(closed_days=dict(sorted(days.items())))


@transaction.atomic
def remove_closed_day(*, dealership: Dealership, day: date) -> None:
    """A day like any other again; twice changes nothing."""
    locked = Dealership.objects.select_for_update().get(pk=dealership.pk)
    days = {key: name for key, name in locked.closed_days.items() if key != day.isoformat()}
    Dealership.objects.filter(pk=dealership.pk).update(closed_days=days)

"""Holds: who may not be contacted now, until when, why. Apps and customers ask for them."""

from datetime import date, datetime, timedelta

from communications.models import ContactHold
from customers.models import Customer
from dealerships.models import Dealership, User


class PauseInThePast(Exception):
    """A pause lasts until today or longer."""


def hold(
    *,
    dealership: Dealership,
    customer: Customer,
    reason: str,
    at: datetime,
    until: datetime | None = None,
    subject_id: int | None = None,
) -> ContactHold:
    """Stop contacts from `at` until `until` (half-open; None: until lifted).

    The same reason and subject again moves the end of the hold it already has.
    """
    if subject_id is None:
        return ContactHold.objects.create(
            dealership=dealership, customer=customer, reason=reason, since=at, until=until
        )
    row, _created = ContactHold.objects.update_or_create(
        dealership=dealership,
        reason=reason,
        subject_id=subject_id,
        defaults={"customer": customer, "until": until},
        create_defaults={"customer": customer, "since": at, "until": until},
    )
    return row


def pause(
    *, dealership: Dealership, customer: Customer, last_day: date, by: User, at: datetime
) -> ContactHold:
    """The customer asked to be left alone until the end of `last_day` (the dealership's).

    A second wish takes the place of the first. Raises PauseInThePast.
    """
    until = dealership.start_of_day(last_day + timedelta(days=1))
    if until <= at:
        raise PauseInThePast
    lift(dealership=dealership, customer=customer, at=at)
    return ContactHold.objects.create(
        dealership=dealership,
        customer=customer,
        reason=ContactHold.Reason.ASKED,
        since=at,
        until=until,
        by=by,
    )


def lift(*, dealership: Dealership, customer: Customer, at: datetime) -> int:
    """The customer may be contacted again, as far as they asked for a pause; 0: nothing held."""
    asked = ContactHold.objects.for_dealership(dealership).filter(
        customer=customer, reason=ContactHold.Reason.ASKED
    )
    return asked.active(at=at).update(until=at)

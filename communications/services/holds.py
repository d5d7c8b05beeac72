"""Holds: upper apps say who may not be contacted now, until when and why; these rows obey them."""

from datetime import datetime

from communications.models import ContactHold
from customers.models import Customer
from dealerships.models import Dealership


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

"""A car's papers, kept by hand between imports: warranty, insurance policies, loan."""

from datetime import date

from django.db import IntegrityError, transaction

from customers.models import Agreement, Ownership
from customers.services.vehicles import relate
from dealerships.models import Dealership


class AlreadyRecordedError(Exception):
    """The car has a paper of this kind that began on the same day."""


@transaction.atomic
def record_agreement(
    *,
    ownership: Ownership,
    dealership: Dealership,
    kind: str,
    ends_on: date,
    starts_on: date | None = None,
    provider: str = "",
    number: str = "",
) -> Agreement:
    """Attach a paper to the owner's car; the planner reads its end date.

    Raises AlreadyRecordedError.
    """
    relate(vehicle=ownership.vehicle, dealership=dealership)
    agreement = Agreement(
        dealership=dealership,
        customer_id=ownership.customer_id,
        vehicle_id=ownership.vehicle_id,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        provider=provider,
        number=number,
    )
    _save(agreement)
    return agreement


def correct_agreement(
    *,
    agreement: Agreement,
    kind: str,
    ends_on: date,
    starts_on: date | None,
    provider: str,
    number: str,
) -> None:
    """Write what was typed wrongly or has changed; what stood there stays in the history table."""
    agreement.kind, agreement.provider, agreement.number = kind, provider, number
    agreement.starts_on, agreement.ends_on = starts_on, ends_on
    _save(agreement)


def remove_agreement(*, agreement: Agreement) -> None:
    """Take back a paper that never was; it stays in the history table."""
    agreement.delete()


def _save(agreement: Agreement) -> None:
    try:
        with transaction.atomic():
            agreement.save()
    except IntegrityError as error:
        if "agreement_once" in str(error):
            raise AlreadyRecordedError from error
        raise

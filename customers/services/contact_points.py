"""Phones, e-mails and messenger names; a number is normalised by customers.phones, nowhere else."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from customers import phones, rules
from customers.models import ContactPoint, Customer
from dealerships.models import Dealership


class NotAPhoneError(Exception):
    """The text holds no phone number."""


class NotAnEmailError(Exception):
    """The text is no e-mail address."""


@transaction.atomic
def add_phone(
    *, customer: Customer, dealership: Dealership, text: str, label: str = ""
) -> ContactPoint:
    """Add a number in any notation; one the customer has already is returned unchanged.

    National notations are read in the dealership's country. A number that libphonenumber calls
    invalid is taken and marked. Raises NotAPhoneError.
    """
    phone = phones.normalise(text, country=dealership.country, area_code=dealership.area_code)
    if phone is None:
        raise NotAPhoneError(text)
    return _add(
        customer,
        kind=ContactPoint.Kind.PHONE,
        value=phone.value,
        as_given=text,
        is_valid=phone.is_valid,
        label=label,
    )


@transaction.atomic
def add_email(*, customer: Customer, text: str, label: str = "") -> ContactPoint:
    """Add an address in lower case; raises NotAnEmailError for what cannot be one."""
    value = rules.email_key(text)
    if not rules.is_valid_email(value):
        raise NotAnEmailError(text)
    return _add(
        customer,
        kind=ContactPoint.Kind.EMAIL,
        value=value,
        as_given=text,
        is_valid=True,
        label=label,
    )


@transaction.atomic
def add_messenger(*, customer: Customer, text: str, label: str = "") -> ContactPoint:
    """Add a name in a messenger as it is written: some tell small letters from great ones."""
    return _add(
        customer,
        kind=ContactPoint.Kind.MESSENGER,
        value=text.strip(),
        as_given=text,
        is_valid=True,
        label=label,
    )


def _add(
    customer: Customer, *, kind: str, value: str, as_given: str, is_valid: bool, label: str
) -> ContactPoint:
    last = customer.contact_points.filter(kind=kind).aggregate(last=Max("position"))["last"]
    point, _created = ContactPoint.objects.get_or_create(
        customer=customer,
        kind=kind,
        value=value,
        defaults={
            "as_given": as_given[:254],
            "is_valid": is_valid,
            "label": label,
            "position": 0 if last is None else last + 1,
        },
    )
    return point


def mark_wrong(*, point: ContactPoint, at: datetime) -> bool:
    """A call found out that it is not the customer's; False when that was known."""
    return bool(
        ContactPoint.objects.filter(pk=point.pk, wrong_since__isnull=True).update(wrong_since=at)
    )


def mark_right(*, point: ContactPoint) -> bool:
    """It is the customer's after all; False when nobody had doubted it."""
    return bool(
        ContactPoint.objects.filter(pk=point.pk, wrong_since__isnull=False).update(wrong_since=None)
    )


@transaction.atomic
def put_first(*, point: ContactPoint) -> None:
    """The number to try first; the others keep their order behind it."""
    same = ContactPoint.objects.select_for_update().filter(
        customer=point.customer_id, kind=point.kind
    )
    ordered = sorted(same, key=lambda row: (row.pk != point.pk, row.position, row.pk))
    for position, row in enumerate(ordered):
        row.position = position
    ContactPoint.objects.bulk_update(ordered, ["position"])


def remove(*, point: ContactPoint) -> None:
    """Take it off the card; the audit trail keeps what it was."""
    point.delete()

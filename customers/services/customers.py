"""Verbs that open and change a customer's card; every edit counts its version (R13)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from customers import rules
from customers.models import Consent, Customer, CustomerRelation
from customers.withdrawals import Withdrawal, stop_everything
from dealerships.models import Dealership, User

# what a person may change; everything else is derived or belongs to other verbs
EDITABLE = (
    "kind",
    "full_name",
    "family_name",
    "given_name",
    "patronymic",
    "gender",
    "form_of_address",
    "birth_date",
    "street",
    "city",
    "postcode",
    "country",
    "language",
    "preferred_channel",
    "preferred_from",
    "preferred_until",
)
NAME_PARTS = ("family_name", "given_name", "patronymic", "gender")


class CustomerChangedError(Exception):
    """Somebody else saved the card after it was opened; `current` is what stands there now."""

    def __init__(self, current: Customer) -> None:
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def create_customer(
    *, dealership: Dealership, by: User | None, at: datetime, **values: Any
) -> Customer:
    """Open a card that this dealership sees; name parts that are not given come from the name.

    values    columns of EDITABLE
    """
    customer = Customer(holding=dealership.holding, created_at=at, **_complete(values))
    customer.save(force_insert=True)
    relate(customer=customer, dealership=dealership)
    return customer


def relate(*, customer: Customer, dealership: Dealership) -> None:
    """Let the dealership see the customer; a repeat changes nothing."""
    CustomerRelation.objects.get_or_create(
        dealership=dealership, customer=customer, defaults={"holding_id": customer.holding_id}
    )


@transaction.atomic
def edit_customer(
    *, customer: Customer, version: int, by: User, at: datetime, **values: Any
) -> Customer:
    """Save the columns given, if the card is still at `version`; returns the card as saved.

    Raises CustomerChangedError when it is not: nothing is written then.
    """
    changed = _unchanged_since(customer, version).update(
        **_complete(values), version=F("version") + 1, updated_at=at
    )
    current = Customer.objects.get(pk=customer.pk)
    if not changed:
        raise CustomerChangedError(current)
    return current


def _unchanged_since(customer: Customer, version: int) -> QuerySet[Customer]:
    """The card, where nobody has changed it or joined it with another since `version`."""
    return Customer.objects.filter(pk=customer.pk, version=version, merged_into=None)


def _complete(values: dict[str, Any]) -> dict[str, Any]:
    """The derived columns, and name parts where none was given."""
    if "full_name" not in values:
        return values
    name = rules.fold_space(values["full_name"])
    derived = {
        "full_name": name,
        "search_name": rules.search_text(name),
        "sort_name": rules.sort_text(name),
    }
    is_person = values.get("kind", Customer.Kind.PERSON) == Customer.Kind.PERSON
    if is_person and not any(values.get(part) for part in NAME_PARTS[:3]):
        parts = rules.split_name(name)
        derived |= {
            "family_name": parts.family,
            "given_name": parts.given,
            "patronymic": parts.patronymic,
            "gender": values.get("gender") or parts.gender,
        }
    return values | derived


@transaction.atomic
def stop_calls(*, customer: Customer, by: User | None, at: datetime) -> bool:
    """Do not call from `at` on, whatever waited stops; False when that was known already."""
    newly = Customer.objects.filter(pk=customer.pk, do_not_call_since__isnull=True).update(
        do_not_call_since=at, version=F("version") + 1, updated_at=at
    )
    if newly:
        stop_everything(
            Withdrawal(
                customer=customer,
                purposes=frozenset(Consent.Purpose.values),
                channel=Consent.Channel.CALL,
                by=by,
                at=at,
            )
        )
    return bool(newly)


def allow_calls(*, customer: Customer, at: datetime) -> bool:
    """The customer asked to be called again; False when nothing forbade it."""
    return bool(
        Customer.objects.filter(pk=customer.pk, do_not_call_since__isnull=False).update(
            do_not_call_since=None, version=F("version") + 1, updated_at=at
        )
    )

"""Moves whatever names a customer, by walking the foreign keys: a new table is covered unasked."""

from typing import Any

import pghistory.models
from django.db import IntegrityError, models, transaction

from customers.merge_steps import MergeRefusedError
from customers.models import Consent, Customer, DuplicateCandidate, MergeRecord
from customers.services.merge_ledger import Ledger
from dealerships.models import Dealership


def references() -> "list[models.ForeignKey[Any, Any]]":
    """Every foreign key to a customer, of every app, in a stable order.

    Tables keyed by the customer (the relation) come first: undo then takes their new rows away
    last, when nothing leans on them any more. Left alone: the records of merges, the proposals
    (merge_own decides those), and the audit trail, which tells what a row was at its time.
    """
    found = []
    for relation in Customer._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete):
            continue
        field = getattr(relation, "field", None)
        if isinstance(field, models.ForeignKey) and _is_moved(field.model):
            found.append(field)
    return sorted(
        found,
        key=lambda field: (not is_keyed_by_it(field), field.model._meta.label, field.name),
    )


def is_keyed_by_it(field: "models.ForeignKey[Any, Any]") -> bool:
    """Whether the reference is part of its table's primary key."""
    return field in field.model._meta.pk_fields


def _is_moved(model: type[models.Model]) -> bool:
    if model in (MergeRecord, DuplicateCandidate) or issubclass(model, pghistory.models.Event):
        return False
    return model._meta.managed and not model._meta.proxy


def move_everything(ledger: Ledger, *, old: int, new: int) -> None:
    """Let every row that names customer `old` name `new`.

    A row the kept card has already (the same phone, the same agreement) is joined with it:
    the database says which, by its unique constraints, and the ledger keeps the row.
    """
    for field in references():
        if is_keyed_by_it(field):
            ledger.relink(field, old=old, new=new)
        else:
            _move_or_join(ledger, field, old=old, new=new)


def _move_or_join(
    ledger: Ledger, field: "models.ForeignKey[Any, Any]", *, old: int, new: int
) -> None:
    try:
        with transaction.atomic():
            ledger.move(field, old=old, new=new)
    except IntegrityError:
        for row in field.model._base_manager.filter(**{field.attname: old}).order_by("pk"):
            _move_or_join_one(ledger, field, row, old=old, new=new)


def _move_or_join_one(
    ledger: Ledger,
    field: "models.ForeignKey[Any, Any]",
    row: models.Model,
    *,
    old: int,
    new: int,
) -> None:
    try:
        with transaction.atomic():
            ledger.move(field, old=old, new=new, only=[row.pk])
    except IntegrityError:
        _refuse_if_named(row)
        ledger.remove(row)


def _refuse_if_named(row: models.Model) -> None:
    """A row that others name cannot be joined by itself: its app has to register a step."""
    for relation in row._meta.related_objects:
        named = relation.related_model._base_manager.filter(**{relation.field.name: row})
        if not issubclass(relation.related_model, pghistory.models.Event) and named.exists():
            raise MergeRefusedError(f"{row._meta.label}: {relation.related_model._meta.label}")


def counts(customer: Customer, *, seen_by: Dealership | None = None) -> dict[str, int]:
    """How many rows name the customer, by model label (one query a table; for the preview).

    seen_by   of tables that belong to dealerships only the rows of this one; consents hold for the
              customer, wherever they were given
    """
    found: dict[str, int] = {}
    for field in references():
        rows = field.model._base_manager.filter(**{field.attname: customer.pk})
        if seen_by is not None and _belongs_to_a_dealership(field.model):
            rows = rows.filter(dealership=seen_by)
        if number := rows.count():
            label = field.model._meta.label
            found[label] = found.get(label, 0) + number
    return found


def _belongs_to_a_dealership(model: type[models.Model]) -> bool:
    names = {field.name for field in model._meta.concrete_fields}
    return "dealership" in names and model is not Consent

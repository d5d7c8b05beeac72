"""What the head of the customer page shows, read in a few queries whatever the history."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from customers import car_life
from customers.car_life import LifeBar, Mark
from customers.models import Consent, ContactPoint, Customer, Ownership
from customers.querysets import BEST_FIRST
from dealerships.models import Dealership
from dealerships.prepared import prepared
from dealerships.querysets import person_name

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class PurposeState:
    """What holds for one purpose: the channels allowed and refused, and the evidence."""

    purpose: str
    label: str
    granted: list[str]
    refused: list[str]
    evidence: list[Consent]

    @property
    def state(self) -> str:
        """kept: yes; late: no; soon: partly; empty: never said."""
        if self.granted and self.refused:
            return "soon"
        if self.granted:
            return "kept"
        return "late" if self.refused else ""


@dataclass(frozen=True, slots=True)
class CarCard:
    ownership: Ownership
    marks: list[Mark]
    bar: LifeBar


@dataclass(frozen=True, slots=True)
class Card:
    """A customer with contact points, those that work first, and current consents."""

    customer: Customer
    contacts: list[ContactPoint]
    statements: list[Consent]


def read_card(pk: int, dealership: Dealership) -> Card | None:
    """A card of the dealership that was not merged into another; None where there is none.

    One query: the small rows come as JSON beside the card.
    """
    rows = _card(pk, dealership)
    if not rows:
        return None
    [found] = rows
    return Card(
        customer=found,
        contacts=[_from_json(ContactPoint, row) for row in found.contact_rows],
        statements=[_from_json(Consent, row) for row in found.statement_rows],
    )


@prepared
def _card(pk: int, dealership: Dealership) -> QuerySet[Any]:
    points = ContactPoint.objects.filter(customer=OuterRef("pk")).order_by("-kind", *BEST_FIRST)
    consents = Consent.objects.current().filter(customer=OuterRef("pk")).order_by("-given_at")
    visible = Customer.objects.for_dealership(dealership).current().filter(pk=pk)
    return visible.annotate(
        contact_rows=_as_json(points, ContactPoint),
        statement_rows=_as_json(
            consents, Consent, by=person_name("recorded_by"), version="agreed_to__version"
        ),
    )


def _as_json(rows: Any, model: type[Model], **more: Any) -> ArraySubquery:
    columns = {field.attname: field.attname for field in model._meta.concrete_fields}
    return ArraySubquery(rows.values(json=JSONObject(**columns, **more)))


def _from_json(model: type[Row], values: dict[str, Any]) -> Row:
    """An instance as the database would give it; what is no column becomes an attribute."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row = model(
        **{name: fields[name].to_python(value) for name, value in values.items() if name in fields}
    )
    for name in values.keys() - fields.keys():
        setattr(row, f"said_{name}", values[name])
    return row


def address_of(customer: Customer, dealership: Dealership) -> str:
    """How to speak to the customer: in their language, else the dealership's."""
    return customer.address_in(customer.language or dealership.language)


def consent_states(statements: list[Consent]) -> list[PurposeState]:
    """Per purpose, from the current statements: the newest that covers a channel decides."""
    by_purpose: dict[str, list[Consent]] = defaultdict(list)
    for statement in statements:
        by_purpose[statement.purpose].append(statement)
    return [_state(purpose, by_purpose[purpose]) for purpose in Consent.Purpose]


def _state(purpose: Consent.Purpose, statements: list[Consent]) -> PurposeState:
    granted: list[str] = []
    refused: list[str] = []
    for channel in Consent.Channel:
        if channel == Consent.Channel.ANY:
            continue
        covering = [s for s in statements if s.channel in (channel, Consent.Channel.ANY)]
        if covering:
            decision = max(covering, key=lambda s: (s.given_at, not s.is_granted))
            (granted if decision.is_granted else refused).append(str(channel.label))
    return PurposeState(purpose, str(purpose.label), granted, refused, statements)


def cars_of(
    customer: Customer, dealership: Dealership, *, today: date
) -> tuple[list[CarCard], list[Ownership]]:
    """Cars owned today with their life, and those owned before (two queries)."""
    ownerships = _ownerships(customer)
    now = [each for each in ownerships if each.until is None or each.until > today]
    marks = car_life.marks_of(dealership, [each.vehicle_id for each in now])
    cards = [
        CarCard(
            ownership=each,
            marks=marks[each.vehicle_id],
            bar=car_life.bar(marks[each.vehicle_id], since=each.since, today=today),
        )
        for each in now
    ]
    return cards, [each for each in ownerships if each not in now]


@prepared
def _ownerships(customer: Customer) -> QuerySet[Ownership]:
    owned = Ownership.objects.filter(customer=customer).exclude(
        end_reason=Ownership.EndReason.MERGED
    )
    return owned.select_related("vehicle").order_by("-since", "pk")

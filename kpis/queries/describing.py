"""What a person sees of the rows behind a figure: names, cars, days. A constant number of queries.

Every fetch is bound to the dealerships of the selection, although the rows came from them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communications.models import Touch
from customers.models import ContactPoint, Customer, CustomerRelation, Vehicle
from kpis.queries.asking import Row
from kpis.selection import Selection
from sales.models import MarketingSpend, Sale, TrafficContact
from service.models import RepairOrder


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row in words. slug is a dealership that sees the customer; None where there is none."""

    noun: str
    title: str = ""
    day: date | None = None
    kind: str = ""
    car: str = ""
    vin: str = ""
    customer_id: int | None = None
    customer: str = ""
    slug: str = ""
    phone: str = ""
    city: str = ""
    source: str = ""
    amount: Decimal | int | None = None


COLUMNS: dict[str, Promise] = {
    "customer": _("Customer"),
    "title": _("What"),
    "day": _("Day"),
    "kind": _("Kind"),
    "car": _("Car"),
    "vin": _("VIN"),
    "phone": _("Phone"),
    "city": _("City"),
    "source": _("Source"),
    "amount": _("Amount"),
}
_OF_NOUN = {
    "customer": ("customer", "kind", "phone", "city"),
    "vehicle": ("car", "vin", "customer", "phone"),
    "sale": ("title", "day", "car", "vin", "customer", "phone", "source"),
    "visit": ("title", "day", "kind", "car", "vin", "customer", "phone"),
    "contact": ("title", "day", "kind", "phone", "source"),
    "spend": ("day", "source"),
    "call": ("title", "day", "kind", "customer", "phone"),
}


def columns(nouns: Iterable[str], *, with_amount: bool) -> list[str]:
    """The columns that say something about these nouns, in the order of COLUMNS."""
    wanted = {name for noun in nouns for name in _OF_NOUN[noun]}
    if with_amount:
        wanted.add("amount")
    return [name for name in COLUMNS if name in wanted]


def describe(rows: Sequence[Row], selection: Selection) -> list[Line]:
    """One line for each row, in the same order."""
    customers = _customers(rows, selection)
    things = _things(rows, selection)
    lines = []
    for row in rows:
        person = customers.get(row.customer_id or 0, {})
        thing = things.get((row.noun, row.id), {})
        if row.noun == "customer":
            thing = {"kind": person.get("customer_kind", "")}
        shown = {**{k: v for k, v in person.items() if k != "customer_kind"}, **thing}
        lines.append(Line(noun=row.noun, amount=row.amount, **shown))
    return lines


def _customers(rows: Sequence[Row], selection: Selection) -> dict[int, dict[str, Any]]:
    ids = {row.customer_id for row in rows if row.customer_id}
    relations = (
        CustomerRelation.objects.filter(dealership__in=selection.ids, customer__in=ids)
        .select_related("customer", "dealership")
        .order_by("customer_id", "-dealership_id")
    )
    phones: dict[int, str] = {}
    points = ContactPoint.objects.filter(customer__in=ids).phones().not_wrong()
    for owner, value in points.values_list("customer_id", "value"):
        phones.setdefault(owner, value)  # the best one comes first
    return {
        relation.customer_id: {
            "customer_id": relation.customer_id,
            "customer": relation.customer.full_name,
            "customer_kind": str(Customer.Kind(relation.customer.kind).label),
            "slug": relation.dealership.slug,
            "phone": phones.get(relation.customer_id, ""),
            "city": relation.customer.city,
        }
        for relation in relations
    }


def _things(rows: Sequence[Row], selection: Selection) -> dict[tuple[str, int], dict[str, Any]]:
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row.noun, []).append(row.id)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for noun, read in _READERS.items():
        if noun in ids:
            for pk, words in read(ids[noun], selection):
                found[noun, pk] = words
    return found


Words = Iterable[tuple[int, dict[str, Any]]]


def _vehicles(ids: list[int], selection: Selection) -> Words:
    for car in Vehicle.objects.filter(holding__in=selection.holdings, pk__in=ids):
        yield car.pk, {"car": str(car), "vin": car.vin}


def _sales(ids: list[int], selection: Selection) -> Words:
    sales = Sale.objects.filter(dealership__in=selection.ids, pk__in=ids)
    for sale in sales.select_related("vehicle", "lead_source"):
        yield (
            sale.pk,
            {
                "title": sale.contract_number,
                "day": sale.delivered_on,
                "car": str(sale.vehicle),
                "vin": sale.vehicle.vin,
                "source": str(sale.lead_source or ""),
            },
        )


def _visits(ids: list[int], selection: Selection) -> Words:
    visits = RepairOrder.objects.filter(dealership__in=selection.ids, pk__in=ids)
    for visit in visits.select_related("vehicle"):
        yield (
            visit.pk,
            {
                "title": visit.number,
                "day": visit.closed_on,
                "kind": str(RepairOrder.Kind(visit.kind).label),
                "car": str(visit.vehicle),
                "vin": visit.vehicle.vin,
            },
        )


def _contacts(ids: list[int], selection: Selection) -> Words:
    contacts = TrafficContact.objects.filter(dealership__in=selection.ids, pk__in=ids)
    for contact in contacts.select_related("lead_source"):
        yield (
            contact.pk,
            {
                "title": contact.name,
                "day": contact.on,
                "kind": str(TrafficContact.Kind(contact.kind).label),
                "phone": contact.phone or contact.phone_as_given,
                "source": str(contact.lead_source or ""),
            },
        )


def _budgets(ids: list[int], selection: Selection) -> Words:
    budgets = MarketingSpend.objects.filter(dealership__in=selection.ids, pk__in=ids)
    for budget in budgets.select_related("lead_source"):
        yield budget.pk, {"day": budget.month, "source": str(budget.lead_source)}


def _calls(ids: list[int], selection: Selection) -> Words:
    touches = Touch.objects.filter(dealership__in=selection.ids, pk__in=ids)
    for touch in touches.select_related("by", "dealership"):
        yield (
            touch.pk,
            {
                "title": str(touch.by or ""),
                "day": touch.dealership.local_date(touch.at),
                "kind": str(touch.get_outcome_display()),
            },
        )


_READERS = {
    "vehicle": _vehicles,
    "sale": _sales,
    "visit": _visits,
    "contact": _contacts,
    "spend": _budgets,
    "call": _calls,
}

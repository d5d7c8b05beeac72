"""Workshop visits on the customer's time line, and the next maintenance on a car's life bar."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import car_life, timeline
from customers.models import Customer
from customers.own_timeline import CAR, car_words
from customers.timeline import Event, Line, Source
from dealerships import formatting
from dealerships.models import Dealership
from service.models import MaintenanceForecast, RepairOrder


def _visits(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        RepairOrder.objects.for_dealership(dealership).filter(customer=customer),
        kind="visit",
        at=F("opened_at"),
        amount=F("labour") + F("parts") + F("body"),
        facts=JSONObject(
            **CAR,
            number="number",
            kind="kind",
            km="odometer_km",
            advisor="advisor__name",
            closed="closed_at",
            repeat="is_repeat_repair",
        ),
    )


def _say_visit(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    kind = str(dict(RepairOrder.Kind.choices)[facts["kind"]])
    parts = [
        car_words(facts),
        _("%(km)s km") % {"km": _grouped(facts["km"])} if facts["km"] else "",
        facts["number"],
        facts["advisor"],
        _("repeat repair") if facts["repeat"] else "",
        "" if facts["closed"] else _("still in the workshop"),
    ]
    note = " · ".join(part for part in parts if part)
    return Line(kind, note, "tool", "" if facts["closed"] else "soon")


def _grouped(km: int) -> str:
    return formatting.number(km, formatting.readers_language())


def _next_maintenance(dealership: Dealership, vehicles: list[int]) -> "QuerySet[Any, Any]":
    due = MaintenanceForecast.objects.for_dealership(dealership).filter(vehicle__in=vehicles)
    return car_life.as_marks(due, kind="maintenance", on="due_on")


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(kind="visit", label=gettext_lazy("Visits"), order=20, rows=_visits, say=_say_visit)
    )
    car_life.register({"maintenance": gettext_lazy("Next maintenance")}, _next_maintenance)

"""The life of a car on its card: bought, warranty, now, next maintenance. Apps register marks.

One UNION ALL for all cars of a page, whatever the number of apps and cars.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

from dealerships.models import Dealership
from dealerships.prepared import prepared

COLUMNS = ("mark_vehicle", "mark_kind", "mark_on", "mark_text")
SHORTEST_BAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Mark:
    """A day in the life of a car."""

    kind: str
    label: str | Promise
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class LifeBar:
    """Places on a bar from 0 to 100: everything on the way from `start` to `end`, both days."""

    start: date
    end: date
    now: float
    warranty: float | None
    marks: list[tuple[float, Mark]]


Rows = Callable[[Dealership, list[int]], "QuerySet[Any, Any]"]
_labels: dict[str, str | Promise] = {}
_sources: dict[tuple[str, ...], Rows] = {}


def register(labels: dict[str, str | Promise], rows: Rows) -> None:
    """labels: of each kind of mark in `rows`: (dealership, vehicle ids) → `as_marks`.

    Both only stand in its filters, as the statement is prepared.
    """
    _labels.update(labels)
    _sources[tuple(labels)] = rows


def as_marks(
    rows: "QuerySet[Any, Any]", *, kind: Any, on: str, text: Any = ""
) -> "QuerySet[Any, Any]":
    """The columns every source gives.

    on          name of a date column
    kind, text  words, or an expression
    """
    marks: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            mark_vehicle=Cast("vehicle_id", models.BigIntegerField()),
            mark_kind=Cast(_expression(kind), CharField()),
            mark_on=Cast(on, models.DateField()),
            mark_text=Cast(_expression(text), CharField()),
        )
        .values_list(*COLUMNS)
    )
    return marks


def _expression(value: Any) -> Any:
    return Value(value) if isinstance(value, str) else value


def marks_of(dealership: Dealership, vehicles: Iterable[int]) -> dict[int, list[Mark]]:
    """The marks of each car by day (one query; none without a car)."""
    ids = list(vehicles)
    found: dict[int, list[Mark]] = defaultdict(list)
    if ids and _sources:
        for vehicle, kind, on, text in _marks(dealership, ids):
            found[vehicle].append(Mark(kind, _labels[kind], on, text))
    return found


@prepared
def _marks(dealership: Dealership, vehicles: list[int]) -> "QuerySet[Any, Any]":
    first, *others = (rows(dealership, vehicles) for rows in _sources.values())
    return first.union(*others, all=True).order_by("mark_on")


def bar(marks: list[Mark], *, since: date, today: date) -> LifeBar:
    """The bar of one car, from its purchase (else the first day we know) to what comes last.

    A bar shorter than a year would say more than is known: it ends a year ahead at least.
    """
    start = min([since, *(mark.on for mark in marks if mark.kind == "bought")])
    coming = [mark.on for mark in marks if mark.on > today]
    end = max([today + timedelta(days=SHORTEST_BAR_DAYS), *coming])
    span = (end - start).days

    def place(on: date) -> float:
        return round(100 * min(max((on - start).days / span, 0), 1), 2)

    warranties = [mark.on for mark in marks if mark.kind == "warranty"]
    return LifeBar(
        start=start,
        end=end,
        now=place(today),
        warranty=place(max(warranties)) if warranties else None,
        marks=[(place(mark.on), mark) for mark in marks if mark.on >= start],
    )

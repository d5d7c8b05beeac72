"""The one time line of a customer: apps register rows of equal columns, one UNION ALL reads them.

A source gives rows and says them: rows come from the database in one statement, newest first,
keyset paged; words are made at display, in the reader's language.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

from customers.models import Customer
from dealerships.models import Dealership

COLUMNS = ("event_at", "event_kind", "event_id", "event_amount", "event_facts")
PAGE = 30


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the time line. `facts` is what its source put there."""

    at: datetime
    kind: str
    id: int
    amount: Decimal | None
    facts: dict[str, Any]

    @property
    def key(self) -> str:
        """Its place, for paging: everything older follows it."""
        return f"{self.at.isoformat()}|{self.kind}|{self.id}"


@dataclass(frozen=True, slots=True)
class Line:
    """An event in words. `is_day`: its time is a calendar day only."""

    title: str
    note: str = ""
    icon: str = "circle"
    state: str = ""  # "", late, soon, kept: the colour of the icon, said by the words too
    is_day: bool = False
    url: str = ""


Rows = Callable[[Dealership, Customer], "QuerySet[Any, Any]"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of event.

    kind    short and unique; also what a filter chip has in the URL
    label   of the chip
    order   of the chips
    rows    (dealership, customer) → queryset made by `as_events`, scoped to the dealership
    say     an event → its words; called at display, may ask no query
    """

    kind: str
    label: str | Promise
    order: int
    rows: Rows
    say: Callable[[Event, Dealership], Line]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.kind] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))


def as_events(
    rows: "QuerySet[Any, Any]",
    *,
    kind: str,
    at: Any,
    facts: Any = None,
    amount: Any = None,
) -> "QuerySet[Any, Any]":
    """The columns every source gives: when (an expression), the row's id, an amount, facts (JSON).

    facts    a JSONObject expression; None: an empty object
    """
    # typed, for a bare NULL is text to a UNION
    nothing = Cast(Value(None), models.DecimalField(max_digits=14, decimal_places=2))
    columns: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            event_at=at,
            event_kind=Value(kind),
            event_id=Cast("pk", models.BigIntegerField()),
            event_amount=nothing if amount is None else amount,
            event_facts=Value({}, output_field=models.JSONField()) if facts is None else facts,
        )
        .values_list(*COLUMNS)
    )
    return columns


def start_of_day(column: str, dealership: Dealership) -> Func:
    """A calendar day as the instant it begins in the dealership's zone."""
    return Func(
        Value(dealership.time_zone),
        F(column),
        template="timezone(%(expressions)s::timestamp)",
        output_field=models.DateTimeField(),
    )


def read(
    *,
    dealership: Dealership,
    customer: Customer,
    kinds: Iterable[str] = (),
    after: str = "",
    size: int = PAGE,
) -> tuple[list[Event], str]:
    """A page of the time line, newest first, and the key of the next one ("" at the end).

    kinds    only these (unknown ones are left out); none: all
    after    the key of the last event seen. One query whatever the history.
    """
    wanted = set(kinds)
    asked = [source for source in sources() if not wanted or source.kind in wanted]
    place = _parse(after)
    parts = [
        _older(source.rows(dealership, customer), source.kind, place).order_by(
            "-event_at", "-event_id"
        )[: size + 1]
        for source in asked
    ]
    if not parts:
        return [], ""
    rows = list(parts[0] if len(parts) == 1 else _together(parts)[: size + 1])
    events = [Event(*row) for row in rows[:size]]
    return events, events[-1].key if len(rows) > size else ""


def _together(parts: "list[QuerySet[Any, Any]]") -> "QuerySet[Any, Any]":
    """Several sources as one; a single one is ordered and cut already, and takes no more."""
    union = parts[0].union(*parts[1:], all=True)
    return union.order_by("-event_at", "-event_kind", "-event_id")


def _older(
    rows: "QuerySet[Any, Any]", kind: str, place: tuple[datetime, str, int] | None
) -> "QuerySet[Any, Any]":
    """What comes after a place in the order (newest first, then by kind and id, both falling)."""
    if place is None:
        return rows
    at, last_kind, last_id = place
    if kind < last_kind:
        return rows.filter(event_at__lte=at)
    if kind > last_kind:
        return rows.filter(event_at__lt=at)
    return rows.filter(Q(event_at__lt=at) | Q(event_at=at, event_id__lt=last_id))


def _parse(key: str) -> tuple[datetime, str, int] | None:
    """A key that somebody bent in the address bar is the first page."""
    try:
        at, kind, number = key.split("|")
        moment = datetime.fromisoformat(at)
        return (moment, kind, int(number)) if moment.tzinfo else None
    except ValueError:
        return None


def say(event: Event, dealership: Dealership) -> Line:
    """The event in the reader's language."""
    return _sources[event.kind].say(event, dealership)

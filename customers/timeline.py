"""The one time line of a customer: apps register rows of equal columns, one UNION ALL reads them.

A source gives rows and says them: rows come from the database in one statement, newest first,
keyset paged; words are made at display, in the reader's language. Making that statement costs
ten times what running it does: it is made once, for a customer who stands for all.
"""

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
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
    rows    (dealership, customer) → queryset made by `as_events`, scoped to the dealership; of
            the two it may use the keys and the dealership's time zone, nothing else of theirs
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
    asked = tuple(each.kind for each in sources() if not wanted or each.kind in wanted)
    if not asked:
        return [], ""
    at, last_kind, last_id = _parse(after) or (None, "", 0)
    sql, values = _statement(asked, last_kind, size)
    real: dict[Any, Any] = {
        ANY_DEALERSHIP.pk: dealership.pk,
        ANY_DEALERSHIP.time_zone: dealership.time_zone,
        ANY_CUSTOMER.pk: customer.pk,
        ANY_PLACE: at,
        ANY_ID: last_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [real.get(value, value) for value in values])
        rows = cursor.fetchall()
    events = [
        Event(moment, kind, pk, amount, json.loads(facts))
        for moment, kind, pk, amount, facts in rows[:size]
    ]
    return events, events[-1].key if len(rows) > size else ""


# what stands in the statement for the values of a page; no row has such keys
ANY_DEALERSHIP = Dealership(pk=-1_000_001, time_zone="(time zone)")
ANY_CUSTOMER = Customer(pk=-1_000_002)
ANY_PLACE = datetime(1, 1, 2, tzinfo=UTC)
ANY_ID = -1_000_003


@functools.lru_cache(maxsize=256)
def _statement(kinds: tuple[str, ...], last_kind: str, size: int) -> tuple[str, tuple[Any, ...]]:
    """The SQL of a page with one row more, and its values.

    last_kind  of the event after which it begins; "": the first page
    """
    place = (ANY_PLACE, last_kind, ANY_ID) if last_kind else None
    parts = [
        _older(_sources[kind].rows(ANY_DEALERSHIP, ANY_CUSTOMER), kind, place).order_by(
            "-event_at", "-event_id"
        )[: size + 1]
        for kind in kinds
    ]
    rows = parts[0] if len(parts) == 1 else _together(parts)[: size + 1]
    sql, values = rows.query.sql_with_params()
    return sql, tuple(values)


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

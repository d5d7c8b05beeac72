"""Keyset paging (law 6): newer and older pages by the values of the last row, never by OFFSET."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

PAGE_SIZE = 50
AFTER, BEFORE = "after", "before"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page; `newer` and `older` are query strings for _pager.html, or empty."""

    rows: list[Row]
    newer: str
    older: str


def keyset_page(
    rows: QuerySet[Row], *, order: Sequence[str], params: QueryDict, size: int = PAGE_SIZE
) -> Page[Row]:
    """One page of `rows` (one query), by the cursor in `params`, whose filters the links keep.

    order  what order_by takes; never null, and unique as a whole (end with "pk"). A cursor that
           cannot be read gives the first page.
    """
    before = _read(params.get(BEFORE, ""), len(order))
    backwards = before is not None
    cursor = before or _read(params.get(AFTER, ""), len(order))
    way = [_turned(name) for name in order] if backwards else list(order)
    chosen = rows.order_by(*way)
    if cursor is not None:
        try:
            chosen = chosen.filter(_beyond(way, cursor))
        except (ValidationError, ValueError, TypeError, OverflowError):
            backwards, cursor, chosen = False, None, rows.order_by(*order)
    found = list(chosen[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_newer = more if backwards else cursor is not None
    has_older = backwards or more
    return Page(
        rows=found,
        newer=_link(params, BEFORE, found[0], order) if found and has_newer else "",
        older=_link(params, AFTER, found[-1], order) if found and has_older else "",
    )


def without(params: QueryDict, *names: str) -> str:
    """The query string without some filters and without the place in the list (for chips)."""
    kept = params.copy()
    for name in (AFTER, BEFORE, *names):
        kept.pop(name, None)
    return kept.urlencode()


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after `values` in `order`: a > x, or a = x and b > y, and so on."""
    clauses = []
    for place, name in enumerate(order):
        comparison = "lt" if name.startswith("-") else "gt"
        equal = {
            earlier.removeprefix("-"): value
            for earlier, value in zip(order[:place], values[:place], strict=True)
        }
        clauses.append(Q(**equal, **{f"{name.removeprefix('-')}__{comparison}": values[place]}))
    return reduce(lambda one, other: one | other, clauses)


def _link(params: QueryDict, side: str, row: Model, order: Sequence[str]) -> str:
    values = [attrgetter(name.removeprefix("-").replace("__", "."))(row) for name in order]
    plain = [value.isoformat() if isinstance(value, date | datetime) else value for value in values]
    packed = base64.urlsafe_b64encode(json.dumps(plain, default=str).encode()).decode()
    kept = params.copy()
    for name in (AFTER, BEFORE):
        kept.pop(name, None)
    kept[side] = packed
    return kept.urlencode()


def _read(packed: str, length: int) -> list[Any] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(packed.encode()))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    plain = all(isinstance(value, str | int | float) and "\0" not in str(value) for value in values)
    return values if plain else None

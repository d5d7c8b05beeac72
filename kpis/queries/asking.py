"""Asks a KPI's relation for its figure or for the rows behind it: one relation, two questions.

Every answer is one query; a ratio is never computed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from kpis.queries.facts import Relation, over_facts
from kpis.selection import Selection

Sum = Decimal | int


class Side(StrEnum):
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True)
class Row:
    """A row behind a figure, and what it adds to it (1, or money)."""

    noun: str
    id: int
    customer_id: int | None
    amount: Sum


@dataclass(frozen=True)
class Place:
    """Where a page of rows ends; the next one begins behind it."""

    noun: str
    id: int


_OF_KIND = """
rows AS (
    SELECT answer.* FROM answer
    JOIN customers_customer ON customers_customer.id = answer.customer_id
    WHERE customers_customer.kind = %(kind)s
)
"""
_OF_ALL = "rows AS (SELECT * FROM answer)"
_SUMS = "SELECT cell, sum(numerator), sum(denominator) FROM rows GROUP BY cell"
_ROWS = {
    side: f"SELECT noun, id, customer_id, {side} FROM rows"
    f" WHERE cell = %(cell)s AND {side} IS NOT NULL"
    for side in Side
}
_IN_ORDER = " ORDER BY noun, id"
_BEHIND = " AND (noun, id) > (%(noun)s, %(id)s)" + _IN_ORDER + " LIMIT %(limit)s"


def sums(relation: Relation, selection: Selection) -> dict[str, tuple[Sum | None, Sum | None]]:
    """{cell: (numerator, denominator)}; a side nothing is behind is None."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(relation, selection, _SUMS))
        return {cell: (numerator, denominator) for cell, numerator, denominator in cursor}


def page(
    relation: Relation,
    selection: Selection,
    *,
    cell: str,
    side: Side,
    after: Place | None,
    limit: int,
) -> list[Row]:
    """The rows behind one side of a cell, ordered by (noun, id), from behind `after`."""
    own = {
        "cell": cell,
        "noun": after.noun if after else "",
        "id": after.id if after else 0,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(*_statement(relation, selection, _ROWS[side] + _BEHIND, own))
        return [Row(*row) for row in cursor]


def _statement(
    relation: Relation,
    selection: Selection,
    question: str,
    own: dict[str, Any] | None = None,
) -> tuple[str, dict[str, Any]]:
    rows = _OF_KIND if selection.kind else _OF_ALL
    statement = over_facts(
        "\n".join((", answer AS (", relation.sql, "),", rows, question)),
        several_holdings=len(selection.holdings) > 1,
    )
    return statement, selection.parameters() | relation.parameters | (own or {})


def nouns(relation: Relation, selection: Selection, *, cell: str, side: Side) -> list[str]:
    """What the rows behind one side of a cell are."""
    question = f"SELECT DISTINCT noun FROM ({_ROWS[side]}) AS listed ORDER BY noun"
    with connection.cursor() as cursor:
        cursor.execute(*_statement(relation, selection, question, {"cell": cell}))
        return [noun for (noun,) in cursor]


def all_rows(
    relation: Relation, selection: Selection, *, cell: str, side: Side, batch: int = 2000
) -> Iterator[list[Row]]:
    """Every row behind one side of a cell, in batches, by one query (an export)."""
    statement = _statement(relation, selection, _ROWS[side] + _IN_ORDER, {"cell": cell})
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(*statement)
        while rows := cursor.fetchmany(batch):
            yield [Row(*row) for row in rows]

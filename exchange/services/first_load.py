"""A first large load: rows first, then search indexes and keys, all in the import's transaction.

Only where more is loaded than is there. The tables are locked until the import ends (ACCESS
EXCLUSIVE: other readers of customers wait; the import's own progress is not among these tables);
where the lock cannot be had at once, the rows go in one by one as always.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import DatabaseError, transaction

from exchange.services.database import fetch, run_sql

FEWEST = 20_000  # rows, from which building an index anew is cheaper than filling it
_LOCK_WAIT = "2s"
_TABLES = {
    "tables": [
        "customers_customer",
        "customers_customerrelation",
        "customers_customercode",
        "customers_contactpoint",
        "customers_consent",
    ]
}
# keys among the tables themselves: those to dealerships would lock the whole installation
_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid <> confrelid
        AND conrelid = ANY(%(tables)s::regclass[]) AND confrelid = ANY(%(tables)s::regclass[])
    ORDER BY 1, 2
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%(tables)s::regclass[]) AND NOT indisunique
    ORDER BY 1
"""


class _Key(NamedTuple):
    table: str
    name: str
    definition: str


@contextmanager
def first_load(rows: int) -> Iterator[None]:
    """Inside, the tables of customers have their unique indexes alone when `rows` new are many.

    What is built afterwards checks every row: no constraint is gone round. Use inside the
    transaction of the merge.
    """
    keys: list[_Key] = []
    indexes: list[str] = []
    if rows >= FEWEST and rows > _rows_there(rows):
        keys, indexes = _taken_away()
    yield
    if not indexes:
        return
    # a table with checks still to be done cannot be altered
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for definition in indexes:
        run_sql(definition)
    for key in keys:
        run_sql(f"ALTER TABLE {key.table} ADD CONSTRAINT {key.name} {key.definition}")
    run_sql("SET CONSTRAINTS ALL DEFERRED")


def _rows_there(most: int) -> int:
    [[there]] = fetch(
        "SELECT count(*) FROM (SELECT FROM customers_customer LIMIT %(most)s) AS already",
        {"most": most},
    )
    return int(there)


def _taken_away() -> tuple[list[_Key], list[str]]:
    """Drop what slows a load down; its definitions, or nothing where somebody is in the way."""
    keys = [_Key(*row) for row in fetch(_KEYS, _TABLES)]
    indexes = fetch(_INDEXES, _TABLES)
    try:
        with transaction.atomic():
            run_sql(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'")
            run_sql(f"LOCK TABLE {', '.join(_TABLES['tables'])} IN ACCESS EXCLUSIVE MODE")
            for key in keys:
                run_sql(f"ALTER TABLE {key.table} DROP CONSTRAINT {key.name}")
            for name, _definition in indexes:
                run_sql(f"DROP INDEX {name}")
            run_sql("SET LOCAL lock_timeout = DEFAULT")
    except DatabaseError:  # readers that do not go, or rows that are not ours to alter
        return [], []
    return keys, [definition for _name, definition in indexes]

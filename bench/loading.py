"""Loads large tables as a dump is loaded: first the rows, then the indexes, then the keys.

What is built afterwards checks every row, so that no constraint is gone round.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import sql

# unique and exclusion constraints of the tables, and the foreign keys on and to them
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f'
    FROM pg_constraint
    WHERE (contype IN ('u', 'x') AND conrelid = ANY(%(tables)s::regclass[]))
       OR (contype = 'f' AND (conrelid = ANY(%(tables)s::regclass[])
                              OR confrelid = ANY(%(tables)s::regclass[])))
    ORDER BY contype = 'f' DESC, conname
"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY(%(tables)s::regclass[]) AND NOT i.indisprimary
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid
                      AND c.contype IN ('u', 'x'))
    ORDER BY 1
"""


class Constraint(NamedTuple):
    table: str
    name: str
    definition: str
    is_foreign_key: bool


@contextmanager
def without_indexes(connection: psycopg.Connection, tables: Sequence[str]) -> Iterator[None]:
    """Inside, the tables have their primary keys alone; afterwards all that they had.

    Foreign keys go first and come last. Not for a database that somebody else reads.
    """
    named = {"tables": list(tables)}
    constraints = [Constraint(*row) for row in connection.execute(CONSTRAINTS, named)]
    indexes = connection.execute(INDEXES, named).fetchall()
    with connection.transaction():
        for constraint in constraints:
            _run(connection, f"ALTER TABLE {constraint.table} DROP CONSTRAINT {constraint.name}")
        for name, _definition in indexes:
            _run(connection, f"DROP INDEX {name}")
    yield
    with connection.transaction():
        for constraint in constraints:
            if not constraint.is_foreign_key:
                _add(connection, constraint)
        for _name, definition in indexes:
            _run(connection, definition)
        for constraint in constraints:
            if constraint.is_foreign_key:
                _add(connection, constraint)


def _add(connection: psycopg.Connection, constraint: Constraint) -> None:
    table, name, definition, _is_foreign_key = constraint
    _run(connection, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _run(connection: psycopg.Connection, statement: str) -> None:
    # names as PostgreSQL itself spells them
    connection.execute(sql.SQL(statement))

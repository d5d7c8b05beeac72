"""System checks of the database: without them Russian and Chinese names silently go unfound."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import register as register_check
from django.db import connections

NAMES = ("я", "李明")
REMEDY = (
    "Make the cluster with: initdb -E UTF8 --locale=C.UTF-8 (PostgreSQL 17 and newer also:"
    " --locale-provider=builtin --builtin-locale=PG_UNICODE_FAST), then load a dump into it."
)


def register() -> None:
    """Adds the checks to `migrate` and `check --database`."""
    register_check(database_speaks_our_languages, Tags.database)


def database_speaks_our_languages(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Encoding is UTF-8, and pg_trgm takes Cyrillic and Chinese characters for letters.

    pg_trgm asks LC_CTYPE what a letter is: with locale C, show_trgm('李明') is empty, and
    similarity of two such names is 0.
    """
    problems: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
            if encoding != "UTF8":
                problems.append(
                    Error(
                        f"The database's encoding is {encoding}.", hint=REMEDY, id="dealercrm.E001"
                    )
                )
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            if cursor.fetchone() is None:
                continue  # before the first migration, which makes it
            cursor.execute(
                "SELECT name FROM unnest(%s::text[]) AS name WHERE show_trgm(name) = '{}'",
                [list(NAMES)],
            )
            problems += [
                Error(f"pg_trgm finds no letters in {name}.", hint=REMEDY, id="dealercrm.E002")
                for (name,) in cursor.fetchall()
            ]
    return problems

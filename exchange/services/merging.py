"""From the staging tables into the real ones: sets only, inside one transaction of the caller."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dealerships.models import Dealership
from exchange.models import ImportRun
from exchange.services.database import (
    IDENTITIES,
    fetch,
    replace_temporary,
    run_sql,
    staging_table,
)

# the column that a repeated identity is reported in
KEY_COLUMNS = {
    "customers": "code",
    "sales": "contract_number",
    "repair_orders": "number",
    "traffic": "at",
    "marketing": "month",
}


class CardJoinedError(Exception):
    """A card was joined with another while the import was at work on it: it has to look again."""


def hold_cards(ids: str, *, lock: str) -> None:
    """Cards of customers stay as they are to the end of the import: who joins two of them waits.

    ids   SQL that gives their numbers
    lock  how strongly: "NO KEY UPDATE" for cards that change, "KEY SHARE" for those only named
    Raises CardJoinedError when one was joined with another since it was planned.
    """
    [[joined]] = fetch(
        f"""
        SELECT count(merged_into_id) FROM (
            SELECT merged_into_id FROM customers_customer
            WHERE id IN ({ids}) ORDER BY id FOR {lock}
        ) AS held
        """
    )
    if joined:
        raise CardJoinedError


@dataclass
class Merge:
    """What the merging steps share: whose rows, of which source, and what became of them."""

    run: ImportRun
    dealership: Dealership
    at: datetime
    counts: dict[str, dict[str, int]]
    # (table, file id, row number, column, value, problem, is it only a warning)
    refusals: list[tuple[str, int, int, str, str, str, bool]] = field(default_factory=list)

    @property
    def values(self) -> dict[str, Any]:
        """Named values that statements may use."""
        return {
            "dealership": self.dealership.pk,
            "holding": self.dealership.holding_id,
            "source": self.run.source_id,
            "zone": self.dealership.time_zone,
            "at": self.at,
        }

    def staged(self, table: str) -> str:
        return staging_table(self.run, table)

    def count(self, table: str, **numbers: int) -> None:
        for name, number in numbers.items():
            self.counts[table][name] += number

    def refuse(self, table: str, column: str, problem: str, query: str) -> int:
        """Refuse the staged rows of a query (file_id, row_number, value); returns how many."""
        found = fetch(query, self.values)
        self.refusals += [
            (table, file_id, number, column, value, problem, False)
            for file_id, number, value in found
        ]
        self.count(table, rejected=len(found))
        return len(found)

    def warn(self, table: str, column: str, problem: str, query: str) -> None:
        self.refusals += [
            (table, file_id, number, column, value, problem, True)
            for file_id, number, value in fetch(query, self.values)
        ]


def set_repeats_aside(merge: Merge, table: str) -> None:
    """One row of an identity is taken, whatever the order of the rows: the fullest.

    The same content once more is an unchanged row; other content is refused.
    """
    staged, key = merge.staged(table), IDENTITIES[table]
    text = key.replace(", ", " || ' ' || ").replace("month", "month::text")
    found = replace_temporary(
        "import_repeats",
        f"""
        SELECT file_id, row_number, {text} AS value, place,
            digest <> first_value(digest) OVER (PARTITION BY {key} ORDER BY place) AS differs
        FROM (
            SELECT *, row_number() OVER (
                PARTITION BY {key} ORDER BY filled DESC, digest, file_id, row_number
            ) AS place
            FROM {staged}
            WHERE ({key}) IN (SELECT {key} FROM {staged} GROUP BY {key} HAVING count(*) > 1)
        ) AS several
        """,
        {},
    )
    if not found:
        return
    merge.refuse(
        table,
        KEY_COLUMNS[table],
        "repeated",
        "SELECT file_id, row_number, value FROM import_repeats WHERE place > 1 AND differs",
    )
    [[same]] = fetch("SELECT count(*) FROM import_repeats WHERE place > 1 AND NOT differs")
    merge.count(table, unchanged=same)
    run_sql(
        f"""
        DELETE FROM {staged} AS staged USING import_repeats AS again
        WHERE again.place > 1
            AND staged.file_id = again.file_id AND staged.row_number = again.row_number
        """
    )

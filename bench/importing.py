"""Importing a file of customers against plain COPY of the same file, and importing it again.

Ours validates, normalises, finds what is new, and keeps every index of the search.
"""

import tempfile
import time
from pathlib import Path

from django.utils import timezone

from bench import database
from bench.results import Result, Target, Unit
from bench.run import Run
from dealerships import services as dealerships
from dealerships.models import Dealership
from exchange.services import runs

# as a dealer's system writes it: a row, a phone in the country's own notation, a consent
EXPORT = """
    COPY (
        SELECT 'X' || lpad(id::text, 8, '0') AS "Code", 'Person' AS "Type", full_name AS "Name",
            '8 ' || substr(value, 3, 3) || ' ' || substr(value, 6) AS "Phones",
            CASE WHEN id % 4 = 0 THEN 'u' || id || '@mail.example' ELSE '' END AS "E-mail",
            birth_date AS "Birth date", '' AS "City", 'Yes' AS "Call consent",
            'No' AS "Marketing consent", 'Call' AS "Preferred channel"
        FROM customers_customer JOIN (
            SELECT customer_id, min(value) AS value FROM customers_contactpoint
            WHERE kind = 'phone' GROUP BY customer_id
        ) phone ON customer_id = id
        WHERE value LIKE '+7%'
    ) TO STDOUT (FORMAT csv, HEADER)
"""
# performance.md, L3: a primary key, a unique code, a phone index
BARE_TABLE = """
    DROP TABLE IF EXISTS bench.imported;
    CREATE TABLE bench.imported (
        id bigserial PRIMARY KEY, dealership_id int NOT NULL DEFAULT 1, code text NOT NULL,
        type text, name text, phones text, email text, birth_date text, city text,
        call_consent text, marketing_consent text, channel text,
        UNIQUE (dealership_id, code)
    );
    CREATE INDEX ON bench.imported (phones);
"""
COPY = """
    COPY bench.imported (code, type, name, phones, email, birth_date, city, call_consent,
        marketing_consent, channel) FROM STDIN (FORMAT csv, HEADER)
"""
BLOCK = 1 << 20


def measure(run: Run) -> list[Result]:
    """First import, the same file again, and COPY of it; one run each."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "customers.csv"
        rows = _export(run.url, path)
        raw = _copy(run.url, path)
        dealership = dealerships.create_dealership(
            slug="bench-import", name="Import", time_zone="Europe/Moscow", country="RU"
        )
        first, counts = _import(dealership, path)
        again, second_counts = _import(dealership, path)
    written = second_counts.get("created", 0) + second_counts.get("updated", 0)
    size = f"{rows:,} rows"
    return [
        Result("import, first", first, raw, Unit.SECONDS, Target(at_most=3.5),
               f"{size}, {counts.get('created', 0):,} created; limit: COPY of the file; one run"),
        Result("import, rows a second", rows / first, rows / raw, Unit.PER_SECOND),
        Result("import, the same file again", again, first, Unit.SECONDS, Target(at_most=0.8)),
        Result("import, rows written again", written, None, Unit.COUNT,
               Target(at_most=0, of_ours=True)),
    ]  # fmt: skip


def _export(url: str, path: Path) -> int:
    with (
        database.connect(url) as connection,
        path.open("wb") as file,
        connection.cursor() as cursor,
    ):
        with cursor.copy(EXPORT) as copy:
            for block in copy:
                file.write(block)
        return cursor.rowcount


def _copy(url: str, path: Path) -> float:
    with database.connect(url) as connection:
        connection.execute(BARE_TABLE)
        begun = time.perf_counter()
        with path.open("rb") as file, connection.cursor() as cursor, cursor.copy(COPY) as copy:
            while block := file.read(BLOCK):
                copy.write(block)
        seconds = time.perf_counter() - begun
        connection.execute("DROP TABLE bench.imported")
    return seconds


def _import(dealership: Dealership, path: Path) -> tuple[float, dict[str, int]]:
    """Seconds, and the counts of the customers, by the path of browser and command."""
    begun = time.perf_counter()
    at = timezone.now()
    run = runs.create_run(
        dealership=dealership, source="dms", exported_on=dealership.local_date(at), by=None
    )
    runs.add_file(run=run, path=path, name=path.name)
    runs.execute(run=run, at=at)
    return time.perf_counter() - begun, run.counts.get("customers", {})

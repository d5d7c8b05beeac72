"""SQL of the import: statements with named values, and COPY into tables of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from exchange.models import ImportRun

# Rows that were read, one table of these for each of the five; never seen by a reader.
_COMMON = "file_id bigint, row_number int, digest uuid, filled smallint"
_CAR = "vin text, plate text, plate_key text, make text, model text"
COLUMNS = {
    "customers": (
        "code text, kind text, full_name text, family_name text, given_name text, patronymic text,"
        " gender text, form_of_address text, search_name text, sort_name text, birth_date date,"
        " city text, preferred_channel text, may_call boolean, may_advertise boolean, points text"
    ),
    "sales": (
        f"contract_number text, delivered_on date, customer_code text, {_CAR}, model_year smallint,"
        " condition text, price numeric, accessories numeric, finance numeric, salesperson text,"
        " source text, referrer_code text, trade_in boolean, insurance_until date, loan_until date,"
        " warranty_until date"
    ),
    "repair_orders": (
        "number text, opened_at timestamp, promised_at timestamp, closed_at timestamp,"
        f" customer_code text, {_CAR}, odometer_km int, kind text, labour numeric, parts numeric,"
        " body numeric, advisor text, is_repeat boolean, recommendations text"
    ),
    "traffic": (
        "identity uuid, at timestamp, kind text, source text, name text, phone_as_given text,"
        " phone text, email text, interest text, salesperson text"
    ),
    "marketing": "month date, source text, amount numeric",
}
# what identifies a row within its source, the text of it and the column it stands in
IDENTITIES = {
    "customers": "code",
    "sales": "contract_number",
    "repair_orders": "number",
    "traffic": "identity",
    "marketing": "month, lower(source)",
}


def staging_table(run: ImportRun, table: str) -> str:
    return f"exchange_staged_{run.pk}_{table}"


def create_staging(run: ImportRun) -> None:
    """Empty tables of this run; unlogged, for a run that was killed reads its files again."""
    drop_staging(run)
    for table, columns in COLUMNS.items():
        run_sql(f"CREATE UNLOGGED TABLE {staging_table(run, table)} ({_COMMON}, {columns})")


def drop_staging(run: ImportRun) -> None:
    for table in COLUMNS:
        run_sql(f"DROP TABLE IF EXISTS {staging_table(run, table)}")


def copy_rows(table: str, rows: Iterable[tuple[Any, ...]], columns: str = "") -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} {columns} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def run_sql(statement: str, values: Mapping[str, Any] | None = None) -> int:
    """Execute one statement; returns how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def fetch(statement: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def replace_temporary(name: str, query: str, values: Mapping[str, Any], key: str = "") -> int:
    """CREATE TEMPORARY TABLE name AS query, with statistics; returns its number of rows."""
    run_sql(f"DROP TABLE IF EXISTS {name}")
    count = run_sql(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {query}", values)
    if key:
        run_sql(f"CREATE INDEX ON {name} ({key})")
    run_sql(f"ANALYZE {name}")
    return count

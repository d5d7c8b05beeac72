"""The five tables of an export, and which of them a row of headers is."""

from functools import cache

from exchange.rules.car_fields import REPAIR_ORDERS, SALES
from exchange.rules.customer_fields import CUSTOMERS
from exchange.rules.field import Field, header_key
from exchange.rules.showroom_fields import MARKETING, TRAFFIC

# in the order they are imported
TABLES: dict[str, tuple[Field, ...]] = {
    "customers": CUSTOMERS,
    "sales": SALES,
    "repair_orders": REPAIR_ORDERS,
    "traffic": TRAFFIC,
    "marketing": MARKETING,
}


def match_columns(headers: list[str], table: str) -> dict[int, str]:
    """Position of a header to the code of its field, the first header that fits wins."""
    by_key = _by_key(table)
    found: dict[int, str] = {}
    for position, header in enumerate(headers):
        code = by_key.get(header_key(header))
        if code and code not in found.values():
            found[position] = code
    return found


@cache
def _by_key(table: str) -> dict[str, str]:
    return {key: field.code for field in reversed(TABLES[table]) for key in field.keys}


def missing_required(columns: dict[int, str], table: str) -> list[Field]:
    """Fields without which no row of the table can be taken."""
    return [
        field for field in TABLES[table] if field.is_required and field.code not in columns.values()
    ]


def best_table(headers: list[str]) -> tuple[str, dict[int, str]]:
    """The table whose headers these are: all required ones there and most columns known.

    ("", {}) when the headers fit none. The share of a table's own fields that are there decides
    between tables that know the same number of columns.
    """
    best, best_columns, best_score = "", dict[int, str](), (0, 0.0)
    for table, fields in TABLES.items():
        columns = match_columns(headers, table)
        if missing_required(columns, table):
            continue
        score = (len(columns), len(columns) / len(fields))
        if score > best_score:
            best, best_columns, best_score = table, columns, score
    return best, best_columns

"""One row of a table: its cells in the order of the fields in, values for the staging table out.

Every row is read by itself alone: nothing of the row before may show in it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from customers.rules import fold_space
from exchange.rules.car_rows import read_repair_order, read_sale
from exchange.rules.customer_rows import read_customer
from exchange.rules.digests import digest_of
from exchange.rules.row_reader import RowReader
from exchange.rules.showroom_rows import read_marketing, read_traffic

_READERS: dict[str, Callable[[RowReader, list[str]], tuple[Any, ...]]] = {
    "customers": read_customer,
    "sales": read_sale,
    "repair_orders": read_repair_order,
    "traffic": read_traffic,
    "marketing": read_marketing,
}


def read_row(reader: RowReader, cells: Sequence[str]) -> tuple[Any, ...]:
    """Values of a row in the order of its staging table: digest (hex), filled cells, ….

    cells  one text for each field of the table, "" where the file has no such column
    Raises RefusedRowError; `reader.warnings` holds those of this row.
    """
    folded = [fold_space(cell) for cell in cells]
    reader.begin(cells, folded)
    filled = len(folded) - folded.count("")
    return (digest_of("\x1f".join(folded)), filled, *_READERS[reader.table](reader, folded))

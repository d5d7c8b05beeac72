"""One row of a table: its cells in the order of the fields in, values for the staging table out.

Every row is read by itself alone: nothing of the row before may show in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from customers.rules import fold_space
from exchange.rules.car_rows import read_repair_order, read_sale
from exchange.rules.customer_rows import read_customer
from exchange.rules.digests import digest_of
from exchange.rules.fields import TABLES
from exchange.rules.refusals import RefusedRowError, Warned
from exchange.rules.showroom_rows import read_marketing, read_traffic
from exchange.rules.values import BadValueError, Notation


@dataclass
class Reading:
    """How the rows of one file are read; collects the warnings of the row at hand."""

    table: str
    country: str
    language: str
    area_code: str = ""
    notation: Notation = field(default_factory=Notation)
    warnings: list[Warned] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fields = TABLES[self.table]
        self._limits = [
            (position, column.is_required, column.most)
            for position, column in enumerate(self._fields)
            if column.is_required or column.most
        ]
        self._read = _READERS[self.table]

    def row(self, cells: Sequence[str]) -> tuple[Any, ...]:
        """Values of a row in the order of its staging table: digest (hex), filled cells, ….

        cells  one text for each field of the table, "" where the file has no such column
        Raises RefusedRowError; `warnings` holds those of this row.
        """
        self.warnings = []
        folded = [fold_space(cell) for cell in cells]
        for position, is_required, most in self._limits:
            text = folded[position]
            if is_required and not text:
                raise RefusedRowError(self._fields[position].code, cells[position], "required")
            if most and len(text) > most:
                raise RefusedRowError(self._fields[position].code, cells[position], "too_long")
        filled = len(folded) - folded.count("")
        return (digest_of("\x1f".join(folded)), filled, *self._read(self, folded))

    def take(self, position: int, text: str, convert: Callable[..., Any], **options: Any) -> Any:
        """Convert a cell; a value that cannot be read refuses the row and names its column."""
        try:
            return convert(text, **options)
        except BadValueError as error:
            raise RefusedRowError(self._fields[position].code, text, error.problem) from error

    def required(
        self, position: int, text: str, convert: Callable[..., Any], **options: Any
    ) -> Any:
        """As take(), for a column whose cell must say something."""
        value = self.take(position, text, convert, **options)
        if value is None or value == "":
            raise RefusedRowError(self._fields[position].code, text, "required")
        return value

    def warn(self, field: str, value: str, problem: str) -> None:
        self.warnings.append(Warned(field, value, problem))


_READERS: dict[str, Callable[[Reading, list[str]], tuple[Any, ...]]] = {
    "customers": read_customer,
    "sales": read_sale,
    "repair_orders": read_repair_order,
    "traffic": read_traffic,
    "marketing": read_marketing,
}

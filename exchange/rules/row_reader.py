"""How the cells of a row become values: converted, doubted, or refused by column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from customers.phones import Phone, normalise_all
from exchange.rules.fields import TABLES
from exchange.rules.refusals import RefusedRowError, Warned
from exchange.rules.values import BadValueError, Notation


@dataclass
class RowReader:
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

    def begin(self, cells: Sequence[str], folded: Sequence[str]) -> None:
        """A new row, still without warnings: its cells as given, and with their space folded.

        Raises RefusedRowError where a required cell is empty or a cell is too long.
        """
        self.warnings = []
        for position, is_required, most in self._limits:
            text = folded[position]
            if is_required and not text:
                raise RefusedRowError(self._fields[position].code, cells[position], "required")
            if most and len(text) > most:
                raise RefusedRowError(self._fields[position].code, cells[position], "too_long")

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

    def phones(self, field: str, cell: str) -> list[Phone]:
        """The numbers in a cell; what cannot be read or called is doubted."""
        found = normalise_all(cell, country=self.country, area_code=self.area_code)
        if cell and not found:
            self.warn(field, cell, "unreadable_phone")
        for phone in found:
            if not phone.is_valid:
                self.warn(field, phone.as_given, "invalid_phone")
        return found

    def warn(self, field: str, value: str, problem: str) -> None:
        """The row is taken, with a doubt."""
        self.warnings.append(Warned(field, value, problem))

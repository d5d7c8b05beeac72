"""From files into the staging tables: a stream of rows, each read by itself, bad ones noted."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

from exchange.models import ImportFile, ImportRun
from exchange.rules.fields import TABLES
from exchange.rules.lines import Record
from exchange.rules.refusals import RefusedRowError
from exchange.rules.row_reader import RowReader
from exchange.rules.rows import read_row
from exchange.services.database import copy_rows, staging_table
from exchange.services.files import Sheet, data_rows
from exchange.services.progress import Progress

CHUNK = 20_000  # rows of one COPY; between two of them progress is shown and a cancel is heard
MOST_VALUE = 1_000  # characters of a value that are kept in the report
MOST_CELL = 10_000
_REFUSED = '(dealership_id, file_id, row_number, "column", value, problem, is_warning, raw)'


def stage(
    *, run: ImportRun, file: ImportFile, sheet: Sheet, progress: Progress, counts: dict[str, int]
) -> None:
    """Copy the rows of a file into the staging table of its table; counts rows and rejected."""
    reader = RowReader(
        table=sheet.table,
        country=run.dealership.country,
        language=run.dealership.language,
        area_code=run.dealership.area_code,
        notation=sheet.notation,
    )
    refused: list[tuple[Any, ...]] = []
    rows = _Rows(file, sheet, reader, refused, counts)
    records = data_rows(sheet)
    while chunk := list(itertools.islice(records, CHUNK)):
        copy_rows(staging_table(run, sheet.table), rows.read(chunk))
        write_refused(refused)
        refused.clear()
        progress.advance(len(chunk))


class _Rows:
    """The rows of one file on their way into staging."""

    def __init__(
        self,
        file: ImportFile,
        sheet: Sheet,
        reader: RowReader,
        refused: list[tuple[Any, ...]],
        counts: dict[str, int],
    ) -> None:
        self._file, self._reader, self._refused, self._counts = file, reader, refused, counts
        self._headers = {code: sheet.headers[place] for place, code in sheet.columns.items()}
        places = {code: place for place, code in sheet.columns.items()}
        self._places = [places.get(column.code, -1) for column in TABLES[sheet.table]]

    def read(self, chunk: list[Record]) -> Iterator[tuple[Any, ...]]:
        reader, places, pk = self._reader, self._places, self._file.pk
        self._counts["rows"] += len(chunk)
        for record in chunk:
            if record.problem:
                self._refuse(record, "", "", record.problem)
                continue
            cells = record.cells
            try:
                row = read_row(reader, [cells[place] if place >= 0 else "" for place in places])
            except RefusedRowError as error:
                self._refuse(record, error.field, error.value, error.problem)
                continue
            yield (pk, record.row_number, *row)
            for warned in reader.warnings:
                self._note(record, warned.field, warned.value, warned.problem, is_warning=True)

    def _refuse(self, record: Record, field: str, value: str, problem: str) -> None:
        self._counts["rejected"] += 1
        self._note(record, field, value, problem, is_warning=False)

    def _note(
        self, record: Record, field: str, value: str, problem: str, *, is_warning: bool
    ) -> None:
        self._refused.append(
            refused_row(
                self._file, record.row_number, self._headers.get(field, field), value, problem,
                is_warning=is_warning, cells=record.cells,
            )
        )  # fmt: skip


def refused_row(
    file: ImportFile,
    row_number: int,
    column: str,
    value: str,
    problem: str,
    *,
    is_warning: bool,
    cells: list[str],
) -> tuple[Any, ...]:
    """A line of the report, as write_refused() takes it."""
    raw = [_storable(cell)[:MOST_CELL] for cell in cells]
    return (
        file.dealership_id, file.pk, row_number, _storable(column)[:200],
        _storable(value)[:MOST_VALUE], problem, is_warning, json.dumps(raw, ensure_ascii=False),
    )  # fmt: skip


def _storable(text: str) -> str:
    """PostgreSQL keeps no character 0."""
    return text.replace("\0", "\ufffd")


def write_refused(rows: list[tuple[Any, ...]]) -> None:
    if rows:
        copy_rows("exchange_rejectedrow", rows, _REFUSED)

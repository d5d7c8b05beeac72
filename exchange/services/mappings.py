"""How a person says a file is to be read: its table and which column is which field."""

import tempfile
from pathlib import Path

from django.db import transaction

from exchange.models import ColumnMapping, ImportFile, ImportRun
from exchange.rules.fields import match_columns
from exchange.rules.lines import records
from exchange.rules.reading import Look, Reading
from exchange.services.files import Sheet, UnreadableFileError, clean_headers, open_text, texts_of
from exchange.services.recognition import rows_in, shape_digest
from exchange.services.uploads import NotReadyError, forget_check

SAMPLES = 3  # values of a column that are shown
SAMPLE_ROWS = 20  # rows below the header in which they are looked for
SAMPLE_LENGTH = 60


class FileGoneError(Exception):
    """The content of the file is no longer there or cannot be read."""


def reading_of(file: ImportFile) -> Reading:
    """How the file was recognised, with something to begin from where it was not."""
    return Reading(file.encoding or "utf-8", file.delimiter or ";", file.header_row or 1)


def look(*, file: ImportFile, reading: Reading) -> Look:
    """The file as this reading shows it. Raises FileGoneError."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        return _look(_sheet(file, reading, Path(folder)))


def _sheet(file: ImportFile, reading: Reading, folder: Path) -> Sheet:
    try:
        texts = {name[:100]: path for name, path in texts_of(Path(file.path), folder)}
    except UnreadableFileError as error:
        raise FileGoneError from error
    if file.sheet not in texts:
        raise FileGoneError
    return Sheet(
        path=texts[file.sheet],
        name=file.name,
        sheet=file.sheet,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        header_row=reading.header_row,
    )


def _look(sheet: Sheet) -> Look:
    shown = Look()
    below = 0
    with open_text(sheet) as stream:
        for record in records(stream, delimiter=sheet.delimiter):
            if record.row_number == sheet.header_row:
                shown.headers = [header[:200] for header in clean_headers(record.cells)]
                shown.samples = [[] for _header in shown.headers]
            elif record.row_number > sheet.header_row:
                below += 1
                for samples, cell in zip(shown.samples, record.cells, strict=False):
                    if cell.strip() and len(samples) < SAMPLES:
                        samples.append(cell.strip().replace("\0", "")[:SAMPLE_LENGTH])
                if below >= SAMPLE_ROWS:
                    break
    return shown


def suggested(*, file: ImportFile, table: str, headers: list[str]) -> dict[int, str]:
    """Which field each column is: as it is kept for the file, else by the headers."""
    if table == file.table and any(header in file.mapping for header in headers):
        return {place: file.mapping.get(header, "") for place, header in enumerate(headers)}
    return match_columns(headers, table) if table else {}


@transaction.atomic
def choose(
    *, file: ImportFile, reading: Reading, table: str, headers: list[str], columns: dict[int, str]
) -> None:
    """Keep what a person chose, for this file and for later ones of its shape.

    columns  position of a column to the code of its field, each field once, required ones there.
    Raises NotReadyError, FileGoneError.
    """
    run = ImportRun.objects.select_for_update().get(pk=file.run_id)
    if not run.is_open:
        raise NotReadyError
    forget_check(run)
    mapping = {header: columns.get(place, "") for place, header in enumerate(headers)}
    file.table, file.mapping, file.problem = table, mapping, ""
    file.encoding, file.delimiter = reading.encoding, reading.delimiter
    file.header_row = reading.header_row
    file.unknown_columns = [
        header for place, header in enumerate(headers) if header and place not in columns
    ]
    file.rows = _rows(file, reading, headers, columns)
    file.save(
        update_fields=[
            "table", "mapping", "problem", "encoding", "delimiter", "header_row",
            "unknown_columns", "rows",
        ]
    )  # fmt: skip
    ColumnMapping.objects.update_or_create(
        dealership=file.dealership,
        shape=shape_digest(headers),
        defaults={"table": table, "mapping": mapping},
    )


def _rows(file: ImportFile, reading: Reading, headers: list[str], columns: dict[int, str]) -> int:
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        sheet = _sheet(file, reading, Path(folder))
        sheet.table, sheet.headers, sheet.columns = file.table, headers, columns
        return rows_in(sheet)

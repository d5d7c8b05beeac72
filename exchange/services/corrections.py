"""The rows of a report as lists to take away: all of them, or those of a file to be corrected."""

import itertools
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dealerships.exports import Cell
from exchange.models import ColumnMapping, ImportFile, ImportRun, RejectedRow
from exchange.problems import text
from exchange.services.mappings import FileGoneError, look, reading_of
from exchange.services.recognition import shape_digest


def report_rows(run: ImportRun) -> QuerySet[RejectedRow]:
    """Refused rows and warnings of a run, without an order."""
    rows = RejectedRow.objects.for_dealership(run.dealership).filter(file__run=run)
    return rows.select_related("file")


def report_header() -> list[str]:
    return [
        _("File"), _("Row"), _("Column"), pgettext("import", "Value"), _("Problem"), _("Taken"),
        _("Original row"),
    ]  # fmt: skip


def report_cells(run: ImportRun) -> Iterator[list[Cell]]:
    """Every problem of a run with the row as it stood in its file."""
    for row in report_rows(run).order_by("file_id", "row_number", "pk").iterator():
        yield [
            file_name(row.file), row.row_number, row.column, row.value, text(row.problem),
            _("yes") if row.is_warning else _("no"), " | ".join(row.raw),
        ]  # fmt: skip


def headers_of(file: ImportFile) -> list[str]:
    """The headers in the order of the file; none when its content is gone."""
    try:
        return look(file=file, reading=reading_of(file)).headers
    except FileGoneError:
        return []


def correction_header(headers: list[str]) -> list[str]:
    """The file's own headers, so that the list can be imported again; then what is wrong."""
    return [*headers, _("Row of the file"), _("What is wrong")]


def correction_cells(file: ImportFile, headers: list[str]) -> Iterator[list[Cell]]:
    """Each refused row once, its cells as they stood in the file, its problems in the last."""
    rows = (
        RejectedRow.objects.for_dealership(file.dealership)
        .filter(file=file, is_warning=False)
        .order_by("row_number", "pk")
        .iterator()
    )
    width = len(headers)
    for row_number, found in itertools.groupby(rows, key=lambda row: row.row_number):
        same = list(found)
        cells = [*same[0].raw[:width], *[""] * (width - len(same[0].raw))]
        yield [*cells, row_number, problems_in_words(same)]


def problems_in_words(rows: Iterable[RejectedRow]) -> str:
    return "; ".join(
        f"{row.column}: {text(row.problem)}" if row.column else text(row.problem) for row in rows
    )


def remember_shape(file: ImportFile, headers: list[str], exported: list[str]) -> None:
    """A mapping that a person chose serves the corrected rows too: they have two more columns."""
    chosen = ColumnMapping.objects.for_dealership(file.dealership).filter(
        shape=shape_digest(headers)
    )
    for mapping in chosen:
        ColumnMapping.objects.update_or_create(
            dealership=file.dealership,
            shape=shape_digest(exported),
            defaults={"table": mapping.table, "mapping": mapping.mapping},
        )


def file_name(file: ImportFile) -> str:
    return f"{file.name} / {file.sheet}" if file.sheet else file.name

"""Any list as XLSX or CSV, and the record of who took it (law 8): one place for all lists.

A cell is text or a number, never a formula: XLSX writes text cells, CSV puts an apostrophe before
what a spreadsheet would compute. A phone in E.164 form computes nothing and stays as it is.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any, cast

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from dealerships.decorators import DealershipRequest, Permission
from dealerships.models import Dealership, ExportRecord, User
from dealerships.paging import without

Cell = str | int | float | Decimal | date | datetime | None


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


CONTENT_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}
FORMULA = re.compile(r"^[=+\-@\t\r]")
HARMLESS = re.compile(r"^[+-]?\d+([.,]\d+)?$")
ROWS_OF_A_SHEET = 1_048_575  # beside the header
IN_MEMORY = 5_000_000
WHAT_LENGTH = 200  # of ExportRecord.what


def links(
    request: DealershipRequest, url_name: str, *, allowed: Permission
) -> list[tuple[Format, str]]:
    """For _list_export.html: (form, address with the filters of the page); none for who may not.

    url_name is the export under /d/<slug>/ whose one argument is the form.
    """
    if not allowed(request.member):
        return []
    slug, query = request.dealership.slug, without(request.GET)
    return [(form, f"{reverse(url_name, args=[slug, form])}?{query}") for form in Format]


@dataclass(frozen=True)
class Export:
    """A written file, at its beginning; the caller closes it (as_download's response does)."""

    file: IO[bytes]
    name: str
    content_type: str
    rows: int


def export(
    *,
    dealership: Dealership,
    by: User,
    at: datetime,
    what: str,
    filters: dict[str, Any],
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    form: Format,
) -> Export:
    """Write the rows to a file and record that `by` took them.

    what     the name of the list, also of the file; filters say which rows of it, as JSON
    header   one word for each cell of a row
    Aware datetimes must already be in the zone they shall be read in.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    counted = _Counted(rows)
    write = _write_xlsx if form is Format.XLSX else _write_csv
    try:
        write(file, header, counted)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    record_taking(
        dealership=dealership, by=by, at=at, what=what, filters=filters, rows=counted.count
    )
    name = re.sub(r"[^\w.-]+", "-", what).strip("-")
    return Export(file, f"{name}.{form}", CONTENT_TYPES[form], counted.count)


def record_taking(
    *,
    dealership: Dealership,
    by: User,
    at: datetime,
    what: str,
    filters: dict[str, Any],
    rows: int,
) -> None:
    """Write down that `by` took so many customers' data out (law 8)."""
    ExportRecord.objects.create(
        dealership=dealership,
        user=by,
        at=at,
        what=what[:WHAT_LENGTH],
        filters=filters,
        rows=rows,
    )


def as_download(written: Export) -> HttpResponse:
    """The file as the answer to a request, sent piece by piece under its name."""
    response = FileResponse(
        written.file,
        as_attachment=True,
        filename=written.name,
        content_type=written.content_type,
    )
    return cast(HttpResponse, response)  # it streams, which the views' type does not know


class _Counted:
    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self.rows:
            self.count += 1
            yield row


def _write_csv(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    # spreadsheets of a country with a decimal comma expect semicolons
    writer = csv.writer(text, delimiter=";" if get_language() == "ru" else ",")
    writer.writerow(header)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    text.detach()


def _inert(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str) and FORMULA.match(cell) and not HARMLESS.match(cell):
        return f"'{cell}"
    return cell


def _write_xlsx(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    styles = {
        "quoted": book.add_format({"quote_prefix": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    sheet = None
    for number, row in enumerate(rows):
        place = number % ROWS_OF_A_SHEET
        if place == 0:
            sheet = _sheet(book, header, bold)
        for column, cell in enumerate(row):
            _write_cell(sheet, place + 1, column, cell, styles)
    if sheet is None:
        _sheet(book, header, bold)
    book.close()


def _sheet(book: Any, header: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet()
    for column, word in enumerate(header):
        sheet.write_string(0, column, word, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(header) - 1, 0), 18)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    match cell:
        case None | "":
            pass
        case str():
            sheet.write_string(row, column, cell, styles["quoted"] if FORMULA.match(cell) else None)
        case datetime():
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), styles["moment"])
        case date():
            sheet.write_datetime(row, column, cell, styles["day"])
        case Decimal():
            sheet.write_number(row, column, cell, styles["money"])
        case _:
            sheet.write_number(row, column, cell)

"""The sample exports cut to their first rows, as somebody would choose them in the browser."""

import csv
import io
from pathlib import Path

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.exchange.conftest import EXPORTS

ROWS = 40


def cut(dialect: str, rows: int = ROWS) -> list[SimpleUploadedFile]:
    """The files of a dialect with their first `rows` rows."""
    folder = EXPORTS / dialect
    return [
        SimpleUploadedFile(
            path.name, _cut_book(path, rows) if path.suffix == ".xlsx" else _cut_text(path, rows)
        )
        for path in sorted(folder.iterdir())
        if path.suffix in (".csv", ".xlsx")
    ]


def _cut_text(path: Path, rows: int) -> bytes:
    return b"".join(path.read_bytes().splitlines(keepends=True)[: rows + 1])


def _cut_book(path: Path, rows: int) -> bytes:
    book = CalamineWorkbook.from_path(str(path))
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as written:
        for name in book.sheet_names:
            sheet = written.add_worksheet(name)
            for number, row in enumerate(book.get_sheet_by_name(name).to_python()[: rows + 4]):
                for column, cell in enumerate(row):
                    sheet.write(number, column, str(cell))
    return target.getvalue()


def rows_of(content: bytes, delimiter: str = ",") -> list[list[str]]:
    """A downloaded CSV."""
    return list(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    )

"""Opening what people upload: workbooks become CSV under limits, texts keep their encoding."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from customers.rules import fold
from exchange.rules.field import header_key
from exchange.rules.lines import Record, records
from exchange.rules.values import Notation

MOST_UNPACKED = 600 << 20  # bytes of all parts of a workbook
MOST_RATIO = 150  # of unpacked to packed: tables reach 10 to 40, bombs 250 and more
WORKBOOK_MEMORY = 512 << 20  # and eight times the unpacked size
WORKBOOK_SECONDS = 300
_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_TOTALS = frozenset("итого всего итог total totals сумма 合计 总计 小计 共计".split())  # noqa: SIM905
_CONVERTER = Path(__file__).resolve().parent.parent / "workbook_to_csv.py"


class UnreadableFileError(Exception):
    """The file cannot be opened at all; `problem` is a code of exchange.problems."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass
class Sheet:
    """A table in a file (or in a sheet of a workbook) and how it was understood."""

    path: Path  # the text that is read; of a workbook the CSV made from a sheet
    name: str  # the file as people know it
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    headers: list[str] = field(default_factory=list)
    table: str = ""
    columns: dict[int, str] = field(default_factory=dict)  # position: code of the field
    notation: Notation = field(default_factory=Notation)
    problem: str = ""
    problem_columns: str = ""

    @property
    def unknown_columns(self) -> list[str]:
        return [
            header
            for position, header in enumerate(self.headers)
            if header.strip() and position not in self.columns
        ]


def texts_of(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """(sheet name, text file) of a file: itself, or one CSV in `folder` for each sheet.

    Raises UnreadableFileError.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise UnreadableFileError("unreadable_file") from error
    if not magic:
        raise UnreadableFileError("empty_file")
    if magic == _ZIP:
        _refuse_bomb(path)
    elif magic != _OLD_WORKBOOK:
        return [("", path)]
    return _sheets_of(path, folder)


def _refuse_bomb(path: Path) -> None:
    """Sizes stand in the archive's directory: looked at before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFileError("unreadable_workbook") from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > 4 << 20 and unpacked > MOST_RATIO * max(packed, 1)):
        raise UnreadableFileError("bomb")


def _sheets_of(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """In a process of its own: what a hostile workbook does to a parser stays there."""
    folder.mkdir(parents=True, exist_ok=True)
    limit = WORKBOOK_MEMORY + 8 * path.stat().st_size
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_CONVERTER), str(path), str(folder), str(limit)],
            capture_output=True,
            timeout=WORKBOOK_SECONDS,
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError) as error:
        raise UnreadableFileError("unreadable_workbook") from error
    return [(name, folder / file) for name, file in found]


def open_text(sheet: Sheet) -> TextIO:
    return sheet.path.open(encoding=sheet.encoding, errors="replace", newline="")


def data_rows(sheet: Sheet) -> Iterator[Record]:
    """Rows below the header, without blank ones, totals and repeated headers.

    A row that is damaged carries its problem code.
    """
    width = max((i for i, header in enumerate(sheet.headers) if header.strip()), default=-1) + 1
    with open_text(sheet) as stream:
        for record in records(stream, delimiter=sheet.delimiter, width=len(sheet.headers)):
            if record.row_number <= sheet.header_row or _is_no_row(record.cells, sheet.headers):
                continue
            if not record.problem:
                record.problem = _problem_of(record.cells, width)
            yield record


def _is_no_row(cells: list[str], headers: list[str]) -> bool:
    first = next((cell for cell in cells if cell.strip()), None)
    if first is None:
        return True
    if len(first) <= 20 and fold(first).rstrip(" :") in _TOTALS:
        return True
    return cells == headers


def _problem_of(cells: list[str], width: int) -> str:
    if len(cells) < width:
        return "too_few_cells"
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return "too_many_cells"
    row = "".join(cells)
    if "\0" in row:
        return "nul_character"
    return "undecodable" if "\ufffd" in row else ""


def clean_headers(cells: list[str]) -> list[str]:
    """Headers as they are kept: without a byte order mark and what the database cannot store."""
    return [cell.replace("\0", "").strip("\ufeff \t\u00a0") for cell in cells]


def shape_of(headers: list[str]) -> str:
    """What two files of one form have in common: their folded headers in order."""
    return "\x1f".join(header_key(header) for header in headers)

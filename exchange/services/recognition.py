"""What a file is, from its content and never from its name: encoding, delimiter, header, table."""

import codecs
import hashlib
import io
import itertools
import re
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exchange.rules.field import header_key
from exchange.rules.fields import (
    TABLES,
    best_table,
    match_columns,
    missing_required,
)
from exchange.rules.lines import records
from exchange.rules.values import Notation
from exchange.services.files import (
    Sheet,
    UnreadableFileError,
    clean_headers,
    data_rows,
    shape_of,
    texts_of,
)

SAMPLE_BYTES = 1 << 18
HEADER_WITHIN = 40  # rows
SAMPLE_ROWS = 500
MOST_COUNTED = 32 << 20  # bytes of a file whose rows are counted one by one
_DELIMITERS = ";,\t|"
_BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_ENCODINGS = {
    "RU": ("utf-8", "cp1251", "utf-16-le", "utf-16-be", "cp866", "koi8-r", "gb18030"),
    "CN": ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5", "cp1251"),
}
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}\D*$")
_DECIMAL_POINT = re.compile(r"\d\.\d{1,2}\D*$")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
_MONEY = frozenset(["price", "accessories", "finance", "labour", "parts", "body", "amount"])
_DATES = frozenset(
    column.code
    for columns in TABLES.values()
    for column in columns
    if column.code.endswith(("_on", "_at", "_until", "_date")) or column.code == "at"
)


@dataclass(frozen=True)
class Chosen:
    """A mapping that a person chose for files of a shape."""

    table: str
    mapping: Mapping[str, str]  # header: code of the field, or "" to leave the column out


def shape_digest(headers: list[str]) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.md5(shape_of(headers).encode(), usedforsecurity=False).digest())


def recognise(
    path: Path, *, name: str, country: str, chosen: Mapping[uuid.UUID, Chosen], folder: Path
) -> list[Sheet]:
    """The tables of a file, with a problem code where it (or a sheet) is none.

    name     how people know the file
    country  which encodings are likely
    chosen   mappings changed by a person, by shape; they win
    folder   where the sheets of a workbook are written as CSV
    """
    try:
        texts = texts_of(path, folder)
    except UnreadableFileError as error:
        return [Sheet(path=path, name=name, problem=error.problem)]
    sheets = [
        _recognise_text(Sheet(path=text, name=name, sheet=sheet), country, chosen)
        for sheet, text in texts
    ]
    # an empty sheet beside full ones (Excel makes three) is nothing to tell of
    return [sheet for sheet in sheets if sheet.problem != "empty_file"] or sheets[:1]


def _recognise_text(sheet: Sheet, country: str, chosen: Mapping[uuid.UUID, Chosen]) -> Sheet:
    with sheet.path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    if not sample.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\0,;"):
        sheet.problem = "empty_file"
        return sheet
    best = (-1, 0.0, 0)
    for order, encoding in enumerate(_encodings(sample, country)):
        text = sample.decode(encoding, "replace")
        damage = round(text[:-4].count("\ufffd") / len(text), 6)
        for delimiter in _DELIMITERS:
            found = _find_header(text, delimiter, chosen)
            score = (_score(found), -damage, -order)
            if score > best:
                best = score
                sheet.encoding, sheet.delimiter = encoding, delimiter
                sheet.header_row, sheet.headers, sheet.table, sheet.columns = found
    _explain(sheet)
    if not sheet.problem:
        sheet.notation = notation_of(sheet)
    return sheet


_Header = tuple[int, list[str], str, dict[int, str]]


def _score(found: _Header) -> int:
    """A recognised table is worth more than any number of known headers without one."""
    return len(found[3]) + (100 if found[2] else 0)


def _encodings(sample: bytes, country: str) -> list[str]:
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return [encoding]
    encodings = list(_ENCODINGS[country])
    if b"\0" not in sample[:4096]:
        encodings = [encoding for encoding in encodings if not encoding.startswith("utf-16")]
    return encodings


def _find_header(text: str, delimiter: str, chosen: Mapping[uuid.UUID, Chosen]) -> _Header:
    """The first row that heads a table; else the row that comes nearest to one."""
    nearest: _Header = (0, [], "", {})
    lines = records(io.StringIO(text, newline=""), delimiter=delimiter)
    for record in itertools.islice(lines, HEADER_WITHIN):
        if record.problem:
            continue
        headers = clean_headers(record.cells)
        wish = chosen.get(shape_digest(headers))
        if wish:
            return record.row_number, headers, wish.table, _columns_of(headers, wish.mapping)
        table, columns = best_table(headers)
        if table:
            return record.row_number, headers, table, columns
        for code in TABLES:
            columns = match_columns(headers, code)
            if len(columns) > len(nearest[3]):
                nearest = (record.row_number, headers, "", columns)
    return nearest


def _columns_of(headers: list[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """A file of the same shape may write its headers otherwise: "Phone", "PHONE"."""
    columns: dict[int, str] = {}
    keys = Counter(header_key(header) for header in mapping)
    by_key = {
        header_key(header): code
        for header, code in mapping.items()
        if keys[header_key(header)] == 1
    }
    for position, header in enumerate(headers):
        code = mapping.get(header) or by_key.get(header_key(header), "")
        if code and code not in columns.values():
            columns[position] = code
    return columns


def _explain(sheet: Sheet) -> None:
    """What is missing, when the table is not (or not wholly) there."""
    if sheet.table:
        missing = missing_required(sheet.columns, sheet.table)
    elif len(sheet.columns) >= 3:
        table = max(TABLES, key=lambda code: len(match_columns(sheet.headers, code)))
        missing = missing_required(match_columns(sheet.headers, table), table)
    else:
        sheet.problem = "unknown_table"
        return
    if missing:
        sheet.problem = "missing_columns"
        sheet.problem_columns = ", ".join(str(column.label) for column in missing)


def lines_in(sheet: Sheet) -> int:
    """About as many rows as a file has, without reading them."""
    with sheet.path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def rows_in(sheet: Sheet) -> int:
    """The rows below the header; of a large file about as many."""
    if not sheet.table:
        return 0
    if sheet.path.stat().st_size > MOST_COUNTED:
        return max(lines_in(sheet) - sheet.header_row, 0)
    return sum(1 for _record in data_rows(sheet))


def notation_of(sheet: Sheet) -> Notation:
    """Decimal mark and order of day and month, from the first rows."""
    money = [position for position, code in sheet.columns.items() if code in _MONEY]
    dates = [position for position, code in sheet.columns.items() if code in _DATES]
    commas = points = day_first = month_first = 0
    for record in itertools.islice(data_rows(sheet), SAMPLE_ROWS):
        if record.problem:
            continue
        for position in money:
            commas += bool(_DECIMAL_COMMA.search(record.cells[position]))
            points += bool(_DECIMAL_POINT.search(record.cells[position]))
        for position in dates:
            if match := _SLASHED.match(record.cells[position]):
                day_first += int(match[1]) > 12
                month_first += int(match[2]) > 12
    return Notation(decimal_comma=commas > points, month_first=month_first > day_first)

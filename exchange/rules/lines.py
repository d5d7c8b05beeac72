"""Records of a delimited text, one bad line never costing another; memory bounded by a line."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

MOST_LINE = 1 << 20  # characters; a longer line is no row of a table
MOST_LINES = 50  # of one record: a quotation mark open for longer was never closed
csv.field_size_limit(MOST_LINE * 2)


@dataclass(slots=True)
class Record:
    row_number: int  # of its first line in the file, from 1
    cells: list[str]
    problem: str = ""


class _UnclosedQuoteError(Exception):
    pass


class _Lines:
    """Physical lines with push-back; those of the record at hand are remembered."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._pushed: deque[tuple[int, str]] = deque()
        self._number = 0
        self.taken: list[tuple[int, str]] = []
        self.ended_inside = False  # the text ended while a quotation mark was open

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _UnclosedQuoteError
        if self._pushed:
            number, line = self._pushed.popleft()
        else:
            line = self._stream.readline(MOST_LINE)
            if not line:
                self.ended_inside = bool(self.taken)
                raise StopIteration
            self._number += 1
            number = self._number
        if len(line) >= MOST_LINE and self.taken:
            self._pushed.appendleft((number, line))
            raise _UnclosedQuoteError
        self.taken.append((number, line))
        return line

    def push_back_all_but_first(self) -> tuple[int, str]:
        first, *rest = self.taken
        self._pushed.extendleft(reversed(rest))
        self.taken = []
        self.ended_inside = False
        return first

    def skip_rest_of_line(self) -> None:
        while True:
            piece = self._stream.readline(MOST_LINE)
            if not piece or piece.endswith(("\n", "\r")):
                return


def records(stream: TextIO, *, delimiter: str, width: int = 0) -> Iterator[Record]:
    """Rows of a delimited text, with their line numbers; bad ones carry a problem code.

    A record over several lines that has not `width` cells (0: any), or a cell that has swallowed
    rows, is a quotation mark that was never closed: its first line is the bad row, and reading goes
    on with the line after it.
    """
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.taken = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_UnclosedQuoteError, csv.Error):
            yield _unclosed(lines, delimiter)
            reader = csv.reader(lines, delimiter=delimiter)
            continue
        number, line = lines.taken[0]
        is_several = len(lines.taken) > 1 and width and _are_several(cells, delimiter, width)
        if lines.ended_inside or is_several:
            yield _unclosed(lines, delimiter)
            reader = csv.reader(lines, delimiter=delimiter)
        elif len(line) >= MOST_LINE:
            lines.skip_rest_of_line()
            yield Record(number, [line[:200]], "line_too_long")
        else:
            yield Record(number, cells)


def _are_several(cells: list[str], delimiter: str, width: int) -> bool:
    """Whether what was read as one record over several lines is really several rows."""
    if len(cells) != width:
        return True
    for place, cell in enumerate(cells):
        first, *rest = cell.splitlines() or [""]
        if not rest:
            continue
        if place < width - 1 and first.count(delimiter) >= width - 1 - place:
            return True
        if any(line.count(delimiter) >= width - 1 for line in rest) and width > 1:
            return True
    return False


def _unclosed(lines: _Lines, delimiter: str) -> Record:
    number, line = lines.push_back_all_but_first()
    if len(line) >= MOST_LINE:
        lines.skip_rest_of_line()
        return Record(number, [line[:200]], "line_too_long")
    return Record(number, line.rstrip("\r\n").split(delimiter), "unclosed_quote")

"""Turns a workbook into one CSV a sheet. A program of its own, run under a memory limit:

python workbook_to_csv.py WORKBOOK FOLDER MEMORY_LIMIT_BYTES  prints [[sheet name, CSV file], …].
"""

import csv
import itertools
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

MOST_ROWS = 2_000_000


def text(value: Any) -> str:
    """A cell as text: numbers without a needless fraction, dates in ISO form, one line."""
    if isinstance(value, str):
        return (
            value if value.isprintable() else " ".join(value.splitlines()).replace("\0", "\ufffd")
        )
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, bool | int | date | time | timedelta):
        return str(value)
    return ""


def main(workbook: Path, folder: Path, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    book = CalamineWorkbook.from_path(str(workbook))
    found = []
    for position, name in enumerate(book.sheet_names):
        target = folder / f"{position}.csv"
        sheet = book.get_sheet_by_index(position)
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            if sheet.start:  # an empty sheet has none
                for row in itertools.islice(sheet.iter_rows(), MOST_ROWS):
                    writer.writerow([text(cell) for cell in row])
        found.append([name, target.name])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

"""What an import left undone: refused rows and warnings, with the original row."""

from collections import defaultdict
from typing import Any

from exchange.models import ImportFile, ImportRun, RejectedRow
from exchange.problems import text
from exchange.services.files import Sheet, data_rows
from exchange.services.merging import Merge
from exchange.services.staging import refused_row, write_refused


def write_refusals(merge: Merge, sheets: list[tuple[ImportFile, Sheet]]) -> None:
    """Rows that the merge refused, with their cells read from the files once more."""
    by_file: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for refusal in merge.refusals:
        by_file[refusal[1]][refusal[2]].append(refusal)
    for file, sheet in sheets:
        wanted = by_file.get(file.pk)
        if not wanted:
            continue
        headers = {code: sheet.headers[place] for place, code in sheet.columns.items()}
        rows = []
        for record in data_rows(sheet):
            for _table, _file, number, column, value, problem, is_warning in wanted.get(
                record.row_number, ()
            ):
                rows.append(
                    refused_row(
                        file, number, headers.get(column, column), value, problem,
                        is_warning=is_warning, cells=record.cells,
                    )
                )  # fmt: skip
        write_refused(rows)


def rejected(run: ImportRun) -> list[dict[str, Any]]:
    """The refused rows of a run for machines, files that could not be read first."""
    files = ImportFile.objects.for_dealership(run.dealership).filter(run=run).order_by("pk")
    unread = [
        {
            "file": _name(file), "row": None, "column": None, "value": None,
            "problem": problem_of_file(file), "code": file.problem.split(":")[0],
        }
        for file in files.exclude(problem="")
    ]  # fmt: skip
    rows = (
        RejectedRow.objects.for_dealership(run.dealership)
        .filter(file__run=run, is_warning=False)
        .select_related("file")
        .order_by("file_id", "row_number", "pk")
    )
    return unread + [
        {
            "file": _name(row.file), "row": row.row_number, "column": row.column,
            "value": row.value, "problem": text(row.problem), "code": row.problem,
        }
        for row in rows.iterator()
    ]  # fmt: skip


def forget_problems(run: ImportRun) -> None:
    """Before a run begins anew: what an earlier attempt refused is gone.

    The files are named by number. A filter over the run becomes a subquery on the same table, and
    while the statistics of that table are older than its first rows (two imports in a row on a new
    installation) the planner compares every row with every other: minutes for 4,000 of them.
    """
    files = ImportFile.objects.for_dealership(run.dealership).filter(run=run)
    numbers = list(files.order_by("pk").values_list("pk", flat=True))
    RejectedRow.objects.for_dealership(run.dealership).filter(file__in=numbers).delete()


def problem_of_file(file: ImportFile) -> str:
    code, _, columns = file.problem.partition(": ")
    return text(code, columns=columns)


def _name(file: ImportFile) -> str:
    return f"{file.name} / {file.sheet}" if file.sheet else file.name

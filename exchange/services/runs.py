"""An import from its files to its report; browser, worker and command line take this one path.

Rows are read into staging tables of the run, then merged in one transaction: a reader sees all of
an import or nothing of it. A run that was killed begins again; identities and digests see to it
that nothing is doubled.
"""

import tempfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from django.db import DatabaseError
from django.db.models import F, Q

from dealerships.models import Dealership, SourceSystem, User
from exchange.models import ColumnMapping, ImportFile, ImportRun, Table
from exchange.services import after_import, locks
from exchange.services.database import create_staging, drop_staging
from exchange.services.files import Sheet
from exchange.services.merging_steps import merge_staged
from exchange.services.progress import ImportCancelledError, Progress
from exchange.services.recognition import Chosen, lines_in, recognise, rows_in
from exchange.services.reports import forget_problems, write_refusals
from exchange.services.sheets import open_sheets
from exchange.services.staging import stage

Status = ImportRun.Status
ATTEMPTS = 3
COUNTS = ("rows", "created", "updated", "unchanged", "rejected")


class GivenUpError(Exception):
    """The run has killed its worker too often."""


class NothingReadableError(Exception):
    """None of the files of a run holds a table that can be read."""


def create_run(
    *,
    dealership: Dealership,
    source: str,
    exported_on: date,
    by: User | None,
    is_dry_run: bool = False,
) -> ImportRun:
    """An import without files yet. `source`: name of the dealership's system of record."""
    system, _created = SourceSystem.objects.get_or_create(dealership=dealership, name=source)
    return ImportRun.objects.create(
        dealership=dealership,
        source=system,
        exported_on=exported_on,
        started_by=by,
        is_dry_run=is_dry_run,
    )


def add_file(*, run: ImportRun, path: Path, name: str, counting: bool = False) -> list[ImportFile]:
    """Recognise a file and add it (each sheet of a workbook by itself) to a run.

    counting  whether its rows are counted now, for a person who looks before the run
    """
    chosen = {
        row.shape: Chosen(row.table, row.mapping)
        for row in ColumnMapping.objects.for_dealership(run.dealership)
    }
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        sheets = recognise(
            path, name=name, country=run.dealership.country, chosen=chosen, folder=Path(folder)
        )
        return [_add_sheet(run, path, sheet, rows_in(sheet) if counting else 0) for sheet in sheets]


def _add_sheet(run: ImportRun, path: Path, sheet: Sheet, rows: int) -> ImportFile:
    return ImportFile.objects.create(
        dealership=run.dealership,
        run=run,
        name=sheet.name[:300],
        sheet=sheet.sheet[:100],
        path=str(path),
        table=sheet.table,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        header_row=sheet.header_row or None,
        mapping={
            header: sheet.columns.get(place, "") for place, header in enumerate(sheet.headers)
        },
        unknown_columns=sheet.unknown_columns,
        rows=rows,
        problem=": ".join(part for part in (sheet.problem, sheet.problem_columns) if part),
    )


def execute(*, run: ImportRun, at: datetime, wait_seconds: float = 0) -> ImportRun:
    """Do the import; one at a time in a dealership. Returns the run with its result.

    Raises locks.ImportRunningError when another import holds the dealership for longer than
    wait_seconds. A run that failed carries its error; the exception goes on to the caller.
    """
    with locks.dealership_lock(run.dealership, wait_seconds=wait_seconds):
        for dead in _killed_before(run):
            with suppress(Exception):  # its own row says what went wrong
                _attempt(dead, at)
        _attempt(run, at)
    return run


def _killed_before(run: ImportRun) -> list[ImportRun]:
    """Whoever holds the lock knows that any other running one is dead; it comes first."""
    running = ImportRun.objects.for_dealership(run.dealership).filter(status=Status.RUNNING)
    return list(running.exclude(pk=run.pk).order_by("created_at", "pk"))


def _attempt(run: ImportRun, at: datetime) -> None:
    if not _claim(run, at):
        return
    try:
        if run.attempts > ATTEMPTS:
            raise GivenUpError
        _import(run, at)
    except ImportCancelledError:
        _finish(run, Status.CANCELLED, at)
    except Exception as error:
        _finish(run, Status.FAILED, at, error=f"{type(error).__name__}: {error}"[:2000])
        raise
    finally:
        with suppress(DatabaseError):
            drop_staging(run)


def _claim(run: ImportRun, at: datetime) -> bool:
    open_states = [Status.UPLOADED, Status.QUEUED, Status.RUNNING]
    taken = ImportRun.objects.filter(pk=run.pk, status__in=open_states).update(
        status=Status.RUNNING, started_at=at, attempts=F("attempts") + 1, rows_done=0
    )
    run.refresh_from_db()
    return bool(taken)


def _import(run: ImportRun, at: datetime) -> None:
    """Begins from nothing, also where an earlier attempt was killed."""
    forget_problems(run)
    create_staging(run)
    counts = {table: dict.fromkeys(COUNTS, 0) for table in Table.values}
    with tempfile.TemporaryDirectory(prefix="import-") as folder, Progress(run) as progress:
        sheets = open_sheets(run, Path(folder))
        if not sheets:
            raise NothingReadableError
        _read(run, sheets, counts, progress)
        merge = merge_staged(run=run, counts=counts, at=at, progress=progress)
        write_refusals(merge, sheets)
    run.counts = merge.counts
    run.rows_done = run.rows_total
    if not run.is_dry_run:
        run.duplicate_candidates = after_import.follow_up(run=run, at=at)
    _finish(run, Status.DONE, at)


def _read(
    run: ImportRun,
    sheets: list[tuple[ImportFile, Sheet]],
    counts: dict[str, dict[str, int]],
    progress: Progress,
) -> None:
    expected = sum(max(lines_in(sheet) - sheet.header_row, 0) for _file, sheet in sheets)
    ImportRun.objects.filter(pk=run.pk).update(rows_total=expected)
    for file, sheet in sheets:
        progress.step(f"read {sheet.table}")
        before = counts[sheet.table]["rows"]
        stage(run=run, file=file, sheet=sheet, progress=progress, counts=counts[sheet.table])
        rows = counts[sheet.table]["rows"] - before
        ImportFile.objects.filter(pk=file.pk).update(rows=rows)
    run.rows_total = sum(numbers["rows"] for numbers in counts.values())
    ImportRun.objects.filter(pk=run.pk).update(rows_total=run.rows_total)


def _finish(run: ImportRun, status: str, at: datetime, error: str = "") -> None:
    """The end of a run is written once; a run that is no longer running is left as it is."""
    ImportRun.objects.filter(pk=run.pk, status=Status.RUNNING).update(
        status=status, finished_at=at, lease_until=None, error=error, counts=run.counts,
        rows_total=run.rows_total, rows_done=run.rows_done, step="",
        duplicate_candidates=run.duplicate_candidates,
    )  # fmt: skip
    run.refresh_from_db()


def cancel(*, run: ImportRun, at: datetime) -> None:
    """Stop a run: one that waits at once, one that runs at its next step, with nothing kept."""
    waiting = ImportRun.objects.filter(pk=run.pk, status__in=[Status.UPLOADED, Status.QUEUED])
    if not waiting.update(status=Status.CANCELLED, cancel_requested_at=at, finished_at=at):
        ImportRun.objects.filter(pk=run.pk, status=Status.RUNNING).update(cancel_requested_at=at)


def waiting_runs() -> list[int]:
    """Runs to be taken up: queued ones, and running ones whose worker let the lease run out."""
    expired = Q(status=Status.RUNNING) & ~Q(lease_until__gt=locks.database_now())
    return list(
        ImportRun.objects.filter(Q(status=Status.QUEUED) | expired)
        .order_by("created_at", "pk")
        .values_list("pk", flat=True)
    )

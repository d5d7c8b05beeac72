"""Runs, files and progress as the templates show them; no query of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from exchange import wording
from exchange.models import ImportFile, ImportRun, Table
from exchange.services import reports
from exchange.services.runs import COUNTS

Status = ImportRun.Status


@dataclass(frozen=True)
class FileShown:
    file: ImportFile
    content: str  # "3,090 customers"
    encoding: str
    problem: str

    @property
    def can_be_read(self) -> bool:
        """A file with some text in it: a person can say what its columns are."""
        return bool(self.file.encoding and self.file.path)


@dataclass(frozen=True)
class ProgressShown:
    """For _progress.html; total 0: it is not known how much is left."""

    label: str
    done: int
    total: int
    note: str


def file(row: ImportFile) -> FileShown:
    return FileShown(
        file=row,
        content=wording.rows_of(row.table, row.rows),
        encoding=wording.ENCODINGS.get(row.encoding, row.encoding),
        problem=reports.problem_of_file(row) if row.problem else "",
    )


def status(run: ImportRun) -> dict[str, str]:
    """Word, class and icon of a run's status."""
    look, icon = wording.STATES[ImportRun.Status(run.status)]
    words = run.get_status_display()
    if run.status == Status.DONE:
        words = _("checked") if run.is_dry_run else _("imported")
    return {"words": words, "look": look, "icon": icon}


def tables(run: ImportRun) -> list[tuple[str, dict[str, int]]]:
    """Counts of the tables that the run brought rows of, in the order of the import."""
    return [
        (str(Table(code).label), run.counts[code])
        for code in Table.values
        if run.counts.get(code, {}).get("rows")
    ]


def totals(run: ImportRun) -> dict[str, int]:
    return {name: sum(numbers.get(name, 0) for numbers in run.counts.values()) for name in COUNTS}


def progress(run: ImportRun, at: datetime) -> ProgressShown:
    """How far a waiting or running import is, at this moment."""
    if run.status == Status.QUEUED:
        return ProgressShown(_("Waiting for its turn"), 0, 0, "")
    if run.cancel_requested_at:
        return ProgressShown(_("Stopping; nothing of it is kept"), 0, 0, "")
    label = wording.step(run.step)
    if run.step.startswith("write"):
        return ProgressShown(label, 0, 0, _numbers(run, at))
    return ProgressShown(label, run.rows_done, run.rows_total, _numbers(run, at))


def _numbers(run: ImportRun, at: datetime) -> str:
    if not run.rows_total:
        return ""
    values: dict[str, Any] = {
        "done": wording.number(run.rows_done),
        # until all is read, the total is a guess from the lines of the files
        "total": wording.number(max(run.rows_total, run.rows_done)),
    }
    seconds = (at - run.started_at).total_seconds() if run.started_at else 0
    if seconds >= 1 and run.rows_done and not run.step.startswith("write"):
        values["speed"] = wording.number(round(run.rows_done / seconds))
        return _("%(done)s of %(total)s rows, %(speed)s a second") % values
    return _("%(done)s of %(total)s rows") % values

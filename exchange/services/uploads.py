"""Files from a browser: kept outside the web root under names of ours, and started as a run."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dealerships.models import Dealership, User
from exchange.models import ImportFile, ImportRun
from exchange.services import runs
from exchange.services.reports import forget_problems

Status = ImportRun.Status


class NotReadyError(Exception):
    """The run is under way, or its rows have been imported: it cannot be changed or started."""


class NothingToReadError(Exception):
    """No file of the run holds a table."""


@transaction.atomic
def receive(
    *,
    dealership: Dealership,
    source: str,
    exported_on: date,
    files: Iterable["UploadedFile[Any]"],
    by: User,
) -> ImportRun:
    """A run of the uploaded files, each recognised. Raises OSError when they cannot be stored."""
    run = runs.create_run(dealership=dealership, source=source, exported_on=exported_on, by=by)
    _take(run, files)
    return run


@transaction.atomic
def add_files(*, run: ImportRun, files: Iterable["UploadedFile[Any]"]) -> None:
    """More files for a run of which nothing was imported. Raises NotReadyError, OSError."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise NotReadyError
    forget_check(run)
    _take(run, files)


def forget_check(run: ImportRun) -> None:
    """What a check counted holds no longer once a file of it changes: the run is as uploaded.

    Called with the row of the run locked, before the change.
    """
    if run.status != Status.DONE:
        return
    ImportRun.objects.filter(pk=run.pk).update(
        status=Status.UPLOADED, is_dry_run=False, started_at=None, finished_at=None, counts={},
        rows_done=0, rows_total=0,
    )  # fmt: skip
    forget_problems(run)


def _take(run: ImportRun, files: Iterable["UploadedFile[Any]"]) -> None:
    """Store and recognise; none stays where one cannot be stored."""
    stored: list[Path] = []
    try:
        for uploaded in files:
            stored.append(_store(run, uploaded))
            runs.add_file(run=run, path=stored[-1], name=_shown_name(uploaded), counting=True)
    except BaseException:
        for path in stored:
            _forget(path)
        raise


def _store(run: ImportRun, uploaded: "UploadedFile[Any]") -> Path:
    """Nothing of the name a browser sent becomes part of a path."""
    folder = uploads_folder() / str(run.dealership_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / uuid.uuid4().hex
    with path.open("xb") as target:
        path.chmod(0o600)
        for chunk in uploaded.chunks():
            target.write(chunk)
    return path


def uploads_folder() -> Path:
    """Where uploaded files lie; what the command line imports lies elsewhere and is not ours."""
    return Path(settings.MEDIA_ROOT) / "imports"


def _shown_name(uploaded: "UploadedFile[Any]") -> str:
    name = "".join(sign for sign in uploaded.name or "" if sign.isprintable()).strip()
    return name or "?"


@transaction.atomic
def start(*, run: ImportRun, is_dry_run: bool) -> None:
    """Let the worker take the run: check it, or import it; from the beginning where it was tried.

    Raises NotReadyError and NothingToReadError.
    """
    # neither its state nor its files change between the look at them and the start
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    files = ImportFile.objects.for_dealership(run.dealership).filter(run=run)
    if not files.filter(problem="").exclude(table="").exclude(path="").exists():
        raise NothingToReadError
    if not run.is_open:
        raise NotReadyError
    ImportRun.objects.filter(pk=run.pk).update(
        status=Status.QUEUED, is_dry_run=is_dry_run, attempts=0, started_at=None,
        finished_at=None, cancel_requested_at=None, error="", step="", counts={},
        rows_done=0, rows_total=0, duplicate_candidates=0,
    )  # fmt: skip
    forget_problems(run)


@transaction.atomic
def remove_file(*, file: ImportFile) -> None:
    """Leave a file (or a sheet) out of its run; its content goes when no sheet needs it."""
    run = ImportRun.objects.select_for_update().get(pk=file.run_id)
    if not run.is_open:
        raise NotReadyError
    forget_check(run)
    file.delete()
    if not ImportFile.objects.filter(path=file.path).exists():
        transaction.on_commit(lambda: _forget(Path(file.path)))


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)

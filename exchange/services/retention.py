"""Uploaded files are personal data: some days after the run they go, the report stays."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from exchange.models import ImportFile, ImportRun
from exchange.services.uploads import uploads_folder


def forget_old_files(*, at: datetime) -> int:
    """Delete uploaded files of runs that ended (or were uploaded and left) long enough before `at`.

    Returns how many files went; a second time finds none. A run under way keeps its files, and so
    does a path outside the folder of uploads. An ImportFile without a path has lost its content.
    """
    limit = at - timedelta(days=settings.IMPORT_FILES_KEPT_DAYS)
    ended = ImportRun.objects.exclude(status__in=ImportRun.UNDER_WAY).annotate(
        ended_at=Coalesce("finished_at", "created_at")
    )
    old = ended.filter(
        Q(files__path__startswith=f"{uploads_folder()}/"), ended_at__lt=limit
    ).distinct()
    return sum(_forget_files(pk) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _forget_files(run_id: int) -> int:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.is_under_way:  # started meanwhile
        return 0
    files = ImportFile.objects.filter(run=run, path__startswith=f"{uploads_folder()}/")
    paths = set(files.values_list("path", flat=True))
    for path in paths:
        with suppress(FileNotFoundError):
            Path(path).unlink()
    # a crash before this commits finds the rows again and the files gone: nothing is lost
    files.update(path="")
    return len(paths)

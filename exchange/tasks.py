"""Celery entry points of the import: take up what waits, one run at a time in a dealership."""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from dealerships.periodic import periodic_task
from exchange.models import ImportRun
from exchange.services import retention, runs
from exchange.services.locks import ImportRunningError

LONGEST = 4 * 3600  # seconds


@periodic_task("exchange.sweep_imports")
def sweep_imports() -> None:
    """Ring for every run that waits: queued ones, and those whose worker was killed."""
    for pk in runs.waiting_runs():
        run_import.delay(run_id=pk)


@periodic_task("exchange.forget_old_files")
def forget_old_files() -> None:
    retention.forget_old_files(at=timezone.now())


@shared_task(name="exchange.run_import", time_limit=LONGEST, soft_time_limit=LONGEST - 60)
def run_import(*, run_id: int, **_future: object) -> None:
    run = ImportRun.objects.filter(pk=run_id).select_related("dealership").first()
    if run is None:
        return
    # another import of the dealership is under way: the sweep comes back to this one
    with suppress(ImportRunningError):
        runs.execute(run=run, at=timezone.now())


def ring(*, run_id: int) -> None:
    """Have a queued run taken up at once; where no one hears it, the next sweep sees to it."""
    with suppress(OperationalError):
        run_import.delay_on_commit(run_id=run_id)

"""Celery entry points: keep the stored figures up to date."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from dealerships.periodic import periodic_task
from kpis.models import Series
from kpis.services import snapshots

logger = logging.getLogger(__name__)


@periodic_task("kpis.sweep_snapshots")
def sweep_snapshots() -> None:
    """Ring for every series with days out of date: since five in the morning, by an import."""
    for series in snapshots.due_series(at=timezone.now()):
        rebuild_series.delay(series_id=series.pk)


# a year of months of a large dealership takes longer than the usual two minutes
@shared_task(name="kpis.rebuild_series", time_limit=600, soft_time_limit=570)
def rebuild_series(*, series_id: int, **_future: Any) -> None:
    """Compute again what is out of date in one series; rung twice, the second finds nothing."""
    series = Series.objects.filter(pk=series_id).first()
    if series is None:
        logger.info("series %s is gone", series_id)
        return
    now = timezone.now()
    for day in snapshots.due_days(series=series, at=now):
        snapshots.rebuild(series=series, days=[day], at=now)

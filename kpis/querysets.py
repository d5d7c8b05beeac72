"""Reads of stored figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from kpis.models import Series, Snapshot


class SeriesQuerySet(TenantQuerySet["Series"]):
    def asked_since(self, at: datetime) -> Self:
        """Series that somebody has looked at since."""
        return self.filter(asked_at__gte=at)


class SnapshotQuerySet(TenantQuerySet["Snapshot"]):
    def of_series(self, series: Series, days: Iterable[date]) -> Self:
        """The figures of a series as of some days (one index range a day)."""
        return self.filter(series=series, dealership=series.dealership_id, as_of__in=list(days))

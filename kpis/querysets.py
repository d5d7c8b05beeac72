"""Reads of the series of stored figures."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from kpis.models import Series


class SeriesQuerySet(TenantQuerySet["Series"]):
    def asked_since(self, at: datetime) -> Self:
        """Series that somebody has looked at since."""
        return self.filter(asked_at__gte=at)

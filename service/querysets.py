"""Reads of repair orders and forecasts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from service.models import MaintenanceForecast, RepairOrder


class RepairOrderQuerySet(TenantQuerySet["RepairOrder"]):
    def closed_within(self, *, start: date, end: date) -> Self:
        """Closed on local days in the half-open [start, end)."""
        return self.filter(closed_on__gte=start, closed_on__lt=end)


class ForecastQuerySet(TenantQuerySet["MaintenanceForecast"]):
    def due_within(self, *, start: date, end: date) -> Self:
        """Due on days in the half-open [start, end)."""
        return self.filter(due_on__gte=start, due_on__lt=end)

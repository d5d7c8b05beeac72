"""Reads of sales."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from sales.models import Sale


class SaleQuerySet(TenantQuerySet["Sale"]):
    def standing(self) -> Self:
        """Sales that were not cancelled; a cancelled one counts nowhere, for no date."""
        return self.filter(cancelled_at__isnull=True)

"""Reads of repair orders."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from service.models import RepairOrder


class RepairOrderQuerySet(TenantQuerySet["RepairOrder"]):
    def with_amount(self) -> Self:
        """Adds amount: what the visit cost, all departments together."""
        return self.annotate(amount=F("labour") + F("parts") + F("body"))

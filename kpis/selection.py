"""What a figure is asked for: dealerships counted as one, a day, perhaps one kind of customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dealerships.models import Dealership
from kpis.rules import Periods


@dataclass(frozen=True)
class Selection:
    """Several dealerships count as one: a customer of two of them is one customer.

    kind   "" for all customers, else a Customer.Kind
    """

    dealerships: Sequence[Dealership]
    as_of: date
    kind: str = ""

    @property
    def holdings(self) -> list[int]:
        return sorted({dealership.holding_id for dealership in self.dealerships})

    @property
    def ids(self) -> list[int]:
        return sorted({dealership.pk for dealership in self.dealerships})

    def parameters(self) -> dict[str, Any]:
        """The named parameters of the queries."""
        return {
            "dealerships": self.ids,
            "holdings": self.holdings,
            "kind": self.kind,
        } | Periods.of(self.as_of).parameters()

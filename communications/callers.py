"""What is worth knowing of a customer who rings now; upper apps add theirs in AppConfig.ready().

Each source answers for all the customers who may be ringing at once: one query a source.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from customers.models import Ownership
from dealerships.models import Dealership
from dealerships.prepared import prepared
from promises.models import Promise

MOST = 3
"""Of one kind for one customer: the panel is small."""


@dataclass(frozen=True)
class Fact:
    """One line of the panel; `state` is late, soon or empty."""

    customer: int
    text: str
    icon: str
    url: str = ""
    state: str = ""


Source = Callable[[Dealership, Collection[int], datetime], list[Fact]]
_sources: dict[str, tuple[int, Source]] = {}


def register(name: str, source: Source, *, order: int) -> None:
    """Add what an app knows; registering a name again replaces it."""
    _sources[name] = (order, source)


def facts_of(
    dealership: Dealership, customers: Collection[int], *, at: datetime
) -> dict[int, list[Fact]]:
    """Lines by customer, in the order of the sources."""
    found: dict[int, list[Fact]] = {customer: [] for customer in customers}
    if not customers:
        return found
    for _order, source in sorted(_sources.values(), key=lambda each: each[0]):
        for fact in source(dealership, customers, at):
            lines = found[fact.customer]
            if sum(1 for line in lines if line.icon == fact.icon) < MOST:
                lines.append(fact)
    return found


def cars(dealership: Dealership, customers: Collection[int], at: datetime) -> list[Fact]:
    """The cars they own today and the dealership knows."""
    owned = _owned(dealership, list(customers), dealership.local_date(at))
    return [Fact(row.customer_id, str(row.vehicle), "car") for row in owned]


def promises(dealership: Dealership, customers: Collection[int], at: datetime) -> list[Fact]:
    """What was promised and is not kept yet."""
    open_ones = Promise.objects.for_dealership(dealership).open().to_customers()
    rows = open_ones.filter(customer__in=customers)
    return [
        Fact(
            row.customer_id,
            _("Promise: %(text)s") % {"text": row.text},
            "hand-stop",
            state="late" if row.due_at < at else "soon",
        )
        for row in rows.order_by("due_at", "pk")
        if row.customer_id is not None
    ]


@prepared
def _owned(dealership: Dealership, customers: list[int], today: Any) -> QuerySet[Ownership]:
    known = dealership.vehicle_relations.values("vehicle")
    owned = Ownership.objects.filter(customer__in=customers, vehicle__in=known).as_of(today)
    return owned.select_related("vehicle").order_by("-since", "-pk")

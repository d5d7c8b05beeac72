"""What a customer is worth to the dealership: money by department, visits, people they brought."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Sum

from customers.models import Customer
from dealerships.models import Dealership
from sales.models import Sale
from service.models import RepairOrder

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class CustomerValue:
    """Sums of standing sales and closed visits, in the dealership's currency."""

    departments: dict[str, Decimal]
    cars: int
    visits: int
    last_visit: date | None
    brought: int

    @property
    def total(self) -> Decimal:
        return sum(self.departments.values(), NOTHING)


def value_of(customer: Customer, dealership: Dealership) -> CustomerValue:
    """Three queries, whatever the history."""
    sales = Sale.objects.for_dealership(dealership).standing()
    bought = sales.filter(customer=customer).aggregate(
        cars=Count("vehicle", distinct=True),
        vehicles=Sum("price"),
        accessories=Sum("accessories"),
        finance=Sum("finance"),
    )
    visited = (
        RepairOrder.objects.for_dealership(dealership)
        .filter(customer=customer, closed_at__isnull=False)
        .aggregate(
            visits=Count("pk"),
            last=Max("closed_on"),
            labour=Sum("labour"),
            parts=Sum("parts"),
            body=Sum("body"),
        )
    )
    names = {"vehicles": bought, "accessories": bought, "finance": bought}
    names |= {"labour": visited, "parts": visited, "body": visited}
    return CustomerValue(
        departments={name: row[name] or NOTHING for name, row in names.items()},
        cars=bought["cars"],
        visits=visited["visits"],
        last_visit=visited["last"],
        brought=sales.filter(referrer=customer).values("customer").distinct().count(),
    )

"""What a dealership wants its figures to be."""

from decimal import Decimal

from django.db import transaction

from dealerships.models import Dealership
from kpis.models import Target


def targets_of(*, dealership: Dealership, year: int) -> dict[str, Decimal]:
    """{code: percent} of a year."""
    rows = Target.objects.for_dealership(dealership).filter(year=year)
    return dict(rows.values_list("code", "percent"))


@transaction.atomic
def set_targets(*, dealership: Dealership, year: int, percents: dict[str, Decimal | None]) -> None:
    """Make these the year's targets; None takes one away. Twice changes nothing."""
    dropped = [code for code, percent in percents.items() if percent is None]
    Target.objects.for_dealership(dealership).filter(year=year, code__in=dropped).delete()
    Target.objects.bulk_create(
        [
            Target(dealership=dealership, code=code, year=year, percent=percent)
            for code, percent in percents.items()
            if percent is not None
        ],
        update_conflicts=True,
        unique_fields=["dealership", "code", "year"],
        update_fields=["percent"],
    )

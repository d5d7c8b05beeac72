"""What follows an import: duplicates are looked for, forecasts refreshed."""

from datetime import datetime

from customers import duplicates
from exchange.models import ImportRun
from exchange.services.database import run_sql
from service.services import forecast

# rows after which the statistics of yesterday mislead the statements that follow
MANY = 5_000
# by what was imported; the merge itself looked at those that it read again
_WRITTEN = {
    "customers": "customers_consent",
    "sales": "customers_ownership, customers_agreement",
    "repair_orders": "customers_ownership, customers_odometerreading",
}


def follow_up(*, run: ImportRun, at: datetime) -> int:
    """Returns how many pairs of cards were found anew to be one customer, surely or perhaps."""
    written = {
        table: numbers["created"] + numbers["updated"] for table, numbers in run.counts.items()
    }
    if not any(written.values()):
        return 0
    for table, tables in _WRITTEN.items():
        if written.get(table, 0) > MANY:
            run_sql(f"ANALYZE {tables}")
    forecast.refresh(dealership=run.dealership, at=at)
    return duplicates.find(dealership=run.dealership, at=at)

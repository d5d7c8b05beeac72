"""What follows an import: duplicates are looked for, forecasts refreshed."""

from datetime import datetime

from customers import duplicates
from exchange.models import ImportRun
from exchange.services.database import run_sql
from service.services import forecast

# rows after which the statistics of yesterday mislead the statements that follow
MANY = 5_000
_WRITTEN = (
    "customers_customer, customers_customerrelation, customers_customercode,"
    " customers_contactpoint, customers_consent, customers_vehicle, customers_vehiclerelation,"
    " customers_ownership,"
    " customers_agreement, customers_odometerreading, sales_sale, sales_trafficcontact,"
    " service_repairorder"
)


def follow_up(*, run: ImportRun, at: datetime) -> int:
    """Returns how many pairs of cards were found anew to be one customer, surely or perhaps."""
    written = sum(numbers["created"] + numbers["updated"] for numbers in run.counts.values())
    if not written:
        return 0
    if written > MANY:
        run_sql(f"ANALYZE {_WRITTEN}")
    forecast.refresh(dealership=run.dealership, at=at)
    return duplicates.find(dealership=run.dealership, at=at)

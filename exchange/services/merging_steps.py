"""The steps of a merge in their order, in one transaction: a reader sees all of them or none."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction

from exchange.models import ImportRun, Table
from exchange.services.database import run_sql
from exchange.services.merging import CardJoinedError, Merge
from exchange.services.merging_agreements import write_agreements
from exchange.services.merging_customers import merge_customers
from exchange.services.merging_facts import (
    link_referrers,
    plan_facts,
    write_repair_orders,
    write_sales,
)
from exchange.services.merging_names import write_lead_sources, write_staff
from exchange.services.merging_ownership import write_ownership
from exchange.services.merging_showroom import (
    link_traffic,
    plan_marketing,
    plan_traffic,
    write_marketing,
    write_traffic,
)
from exchange.services.merging_vehicles import write_readings, write_vehicles
from exchange.services.progress import Progress

ATTEMPTS = 3


def merge_staged(
    *, run: ImportRun, counts: dict[str, dict[str, int]], at: datetime, progress: Progress
) -> Merge:
    """All of the staged rows, or nothing of them, written in one transaction.

    Repeated when somebody's work crossed ours: the database ended a deadlock by choosing us, or
    two cards were joined meanwhile and it refuses the rows that name the card that is gone.
    """
    for attempt in range(1, ATTEMPTS + 1):
        merge = Merge(
            run, run.dealership, at, {table: dict(numbers) for table, numbers in counts.items()}
        )
        try:
            with transaction.atomic():
                _merge(merge, progress)
                if run.is_dry_run:
                    transaction.set_rollback(True)
            return merge
        except (OperationalError, IntegrityError, CardJoinedError):
            if attempt == ATTEMPTS or connection.in_atomic_block:
                raise
    raise AssertionError


# written rows from which on the statistics of before mislead the statements that follow
MANY = 1_000


def _statistics(staged: list[str], *tables: str) -> Callable[[Merge], None]:
    """A step: after a large load the planner still believes a table empty, and nests loops.

    staged  the rows that make these tables large; where few of them were taken (a file of
            unknown customers), a table looked at while empty would be believed empty later
    The lock of ANALYZE lets large imports of two dealerships follow each other; small ones,
    readers and writers are not held up.
    """

    def analyse(merge: Merge) -> None:
        numbers = [merge.counts[table] for table in staged]
        if sum(each["created"] + each["updated"] for each in numbers) > MANY:
            run_sql(f"ANALYZE {', '.join(tables)}")

    return analyse


_CARS = ["sales", "repair_orders"]
_STEPS: list[tuple[str, Callable[[Merge], object]]] = [
    ("customers", merge_customers),
    (
        "customers",
        _statistics(
            ["customers"],
            "customers_customer",
            "customers_customercode",
            "customers_customerrelation",
            "customers_contactpoint",
        ),
    ),
    ("sales", lambda merge: plan_facts(merge, "sales")),
    ("repair_orders", lambda merge: plan_facts(merge, "repair_orders")),
    ("traffic", plan_traffic),
    ("marketing", plan_marketing),
    ("vehicles", write_vehicles),
    ("vehicles", _statistics(_CARS, "customers_vehicle", "customers_vehiclerelation")),
    ("staff", write_staff),
    ("lead_sources", write_lead_sources),
    ("sales", write_sales),
    ("repair_orders", write_repair_orders),
    ("repair_orders", _statistics(_CARS, "sales_sale", "service_repairorder")),
    ("ownership", write_ownership),
    ("agreements", write_agreements),
    ("readings", write_readings),
    ("traffic", write_traffic),
    ("traffic", _statistics(["traffic"], "sales_trafficcontact")),
    ("marketing", write_marketing),
    ("referrers", link_referrers),
    ("traffic", link_traffic),
]


def _merge(merge: Merge, progress: Progress) -> None:
    # much is written at once: larger batches for the search indexes and for sorting
    run_sql("SET LOCAL gin_pending_list_limit = '64MB'")
    run_sql("SET LOCAL maintenance_work_mem = '256MB'")
    run_sql("SET LOCAL work_mem = '64MB'")
    for table in Table.values:
        run_sql(f"ANALYZE {merge.staged(table)}")
    for name, step in _STEPS:
        progress.step(f"write {name}")
        step(merge)

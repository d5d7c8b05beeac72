"""What was imported at all: the `counts` beside the KPIs."""

from django.db import connection

from kpis.queries.facts import over_facts
from kpis.selection import Selection

# Rows as they came, whatever T; only sales are those delivered by T, and vehicles their cars
# and the cars of every repair order. A merged customer stays two imported rows.
_COUNTS = """
SELECT
    (SELECT count(*) FROM customers_customercode WHERE dealership_id = ANY(%(dealerships)s)),
    (SELECT count(*) FROM (
        SELECT car_id FROM sale
        UNION
        SELECT {car} FROM service_repairorder {join_car}
        WHERE dealership_id = ANY(%(dealerships)s)
    ) AS cars),
    (SELECT count(*) FROM sale),
    (SELECT count(*) FROM service_repairorder WHERE dealership_id = ANY(%(dealerships)s)),
    (SELECT count(*) FROM sales_trafficcontact WHERE dealership_id = ANY(%(dealerships)s)),
    (SELECT count(*) FROM sales_marketingspend WHERE dealership_id = ANY(%(dealerships)s))
"""
NAMES = ("customers", "vehicles", "sales", "repair_orders", "traffic", "marketing")


def counts(selection: Selection) -> dict[str, int]:
    """{"customers": n, …} of a selection; the kind of customer does not matter."""
    text = over_facts(_COUNTS, several_holdings=len(selection.holdings) > 1)
    with connection.cursor() as cursor:
        cursor.execute(text, selection.parameters())
        return dict(zip(NAMES, cursor.fetchone() or (), strict=True))

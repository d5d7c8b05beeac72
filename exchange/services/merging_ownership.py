"""Who owns a car from when until when, from its sales and, before or without them, its first visit.

The customer of a sale owns the car from the delivery until a later sale to somebody else; order is
(day, contract number by code point), as for the KPIs. A car that came to the workshop before its
first sale here, or was never sold here, belongs to the customer of its first repair order from
that day. An ownership that the CRM was told has ended stays ended.
"""

from exchange.services.database import replace_temporary, run_sql
from exchange.services.merging import Merge, hold_cards


def write_ownership(merge: Merge) -> None:
    values = merge.values
    replace_temporary(
        "import_owned_vehicles",
        """
        SELECT vehicle_id FROM import_sales
        UNION SELECT old_vehicle_id FROM import_sales WHERE old_vehicle_id IS NOT NULL
        UNION SELECT vehicle_id FROM import_repair_orders
        UNION SELECT old_vehicle_id FROM import_repair_orders WHERE old_vehicle_id IS NOT NULL
        """,
        values,
        key="vehicle_id",
    )
    _plan_owners(merge)
    # a fact read again may give an older customer a car: no key to the dealership refuses that
    hold_cards("SELECT customer_id FROM import_owners", lock="KEY SHARE")
    _withdraw_what_no_fact_explains(merge)
    _plan_periods(merge)
    _write_periods(merge)


def _plan_owners(merge: Merge) -> None:
    """import_owners: (vehicle, customer, since, place), a run of sales to one customer is one."""
    replace_temporary(
        "import_owners",
        """
        WITH first_visits AS (
            SELECT DISTINCT ON (visit.vehicle_id) visit.vehicle_id, visit.customer_id,
                (visit.opened_at AT TIME ZONE %(zone)s)::date AS since
            FROM service_repairorder AS visit
            JOIN import_owned_vehicles USING (vehicle_id)
            ORDER BY visit.vehicle_id, visit.opened_at, visit.number COLLATE "C"
        ), sales AS (
            SELECT sale.vehicle_id, sale.customer_id, sale.delivered_on AS since,
                row_number() OVER by_day AS place,
                lag(sale.customer_id) OVER by_day AS customer_before,
                min(sale.delivered_on) OVER (PARTITION BY sale.vehicle_id) AS first_on
            FROM sales_sale AS sale
            JOIN import_owned_vehicles USING (vehicle_id)
            WHERE sale.cancelled_at IS NULL
            WINDOW by_day AS (
                PARTITION BY sale.vehicle_id
                ORDER BY sale.delivered_on, sale.contract_number COLLATE "C"
            )
        )
        SELECT vehicle_id, customer_id, since, place FROM sales
        WHERE customer_before IS DISTINCT FROM customer_id
        UNION ALL
        SELECT vehicle_id, customer_id, since, 0 FROM first_visits AS visit
        WHERE NOT EXISTS (
            SELECT FROM sales WHERE sales.vehicle_id = visit.vehicle_id
                AND (sales.first_on <= visit.since
                    OR (sales.place = 1 AND sales.customer_id = visit.customer_id))
        )
        """,
        merge.values,
        key="vehicle_id",
    )


def _withdraw_what_no_fact_explains(merge: Merge) -> None:
    """Ownerships that an import wrote from a fact that has been corrected since.

    What the CRM wrote (an end it was told of, an owner without sale or visit) stays.
    """
    run_sql(
        """
        DELETE FROM customers_ownership AS owned
        USING import_owned_vehicles AS touched
        WHERE owned.vehicle_id = touched.vehicle_id AND owned.end_reason IN ('', 'resold')
            AND NOT EXISTS (
                SELECT FROM import_owners AS owner
                WHERE owner.vehicle_id = owned.vehicle_id
                    AND owner.customer_id = owned.customer_id AND owner.since = owned.since
            )
            AND (
                EXISTS (
                    SELECT FROM import_sales AS sale
                    WHERE sale.old_vehicle_id = owned.vehicle_id
                        AND sale.old_customer_id = owned.customer_id AND sale.old_on = owned.since
                )
                OR EXISTS (
                    SELECT FROM import_repair_orders AS visit
                    WHERE visit.old_vehicle_id = owned.vehicle_id
                        AND visit.old_customer_id = owned.customer_id
                        AND visit.old_on = owned.since
                )
                OR EXISTS (
                    SELECT FROM sales_sale AS sale
                    WHERE sale.vehicle_id = owned.vehicle_id
                        AND sale.customer_id = owned.customer_id AND sale.delivered_on = owned.since
                )
                OR EXISTS (
                    SELECT FROM service_repairorder AS visit
                    WHERE visit.vehicle_id = owned.vehicle_id
                        AND visit.customer_id = owned.customer_id
                        AND (visit.opened_at AT TIME ZONE %(zone)s)::date = owned.since
                )
            )
        """,
        merge.values,
    )


def _plan_periods(merge: Merge) -> None:
    """import_periods: those there and those new in one order; each ends where the next begins."""
    replace_temporary(
        "import_periods",
        """
        WITH all_of_them AS (
            SELECT owned.id, owned.vehicle_id, owned.customer_id, owned.since,
                CASE WHEN owned.end_reason IN ('told', 'merged') THEN owned.until END AS told_until,
                owned.end_reason, owned.until AS old_until, coalesce(owner.place, 0) AS place
            FROM customers_ownership AS owned
            JOIN import_owned_vehicles USING (vehicle_id)
            LEFT JOIN import_owners AS owner
                ON owner.vehicle_id = owned.vehicle_id AND owner.customer_id = owned.customer_id
                AND owner.since = owned.since
            UNION ALL
            SELECT NULL, owner.vehicle_id, owner.customer_id, owner.since, NULL, '', NULL,
                owner.place
            FROM import_owners AS owner
            WHERE NOT EXISTS (
                SELECT FROM customers_ownership AS owned
                WHERE owned.vehicle_id = owner.vehicle_id
                    AND owned.customer_id = owner.customer_id AND owned.since = owner.since
            )
        ), with_next AS (
            SELECT *,
                lead(since) OVER (PARTITION BY vehicle_id ORDER BY since, place, id) AS next_on
            FROM all_of_them
        )
        SELECT id, vehicle_id, customer_id, since, old_until,
            least(told_until, next_on) AS until,
            CASE WHEN told_until IS NOT NULL AND told_until <= coalesce(next_on, told_until)
                THEN end_reason WHEN next_on IS NOT NULL THEN 'resold' ELSE '' END AS end_reason
        FROM with_next
        """,
        {},
    )


def _write_periods(merge: Merge) -> None:
    """Shorten first, then lengthen, then add: at no moment do two periods of a car overlap."""
    update = """
        UPDATE customers_ownership AS owned SET until = new.until, end_reason = new.end_reason
        FROM import_periods AS new
        WHERE owned.id = new.id
            AND (owned.until, owned.end_reason) IS DISTINCT FROM (new.until, new.end_reason)
    """
    run_sql(f"{update} AND new.until < coalesce(new.old_until, 'infinity')")
    run_sql(update)
    run_sql(
        """
        INSERT INTO customers_ownership
            (holding_id, customer_id, vehicle_id, since, until, end_reason)
        SELECT %(holding)s, customer_id, vehicle_id, since, until, end_reason
        FROM import_periods WHERE id IS NULL
        """,
        merge.values,
    )

"""Agreements that begin with the delivery of a staged sale."""

from exchange.services.database import run_sql
from exchange.services.merging import Merge


def write_agreements(merge: Merge) -> None:
    """Warranty, compulsory insurance and loan begin with the delivery."""
    values = merge.values
    # a sale whose day, car or customer was corrected takes its agreements along
    run_sql(
        """
        UPDATE customers_agreement AS agreement SET
            customer_id = new.customer_id, vehicle_id = new.vehicle_id, starts_on = new.delivered_on
        FROM import_sales AS new
        WHERE new.target_id IS NOT NULL
            AND (new.old_customer_id, new.old_vehicle_id, new.old_on)
                IS DISTINCT FROM (new.customer_id, new.vehicle_id, new.delivered_on)
            AND agreement.dealership_id = %(dealership)s
            AND agreement.customer_id = new.old_customer_id
            AND agreement.vehicle_id = new.old_vehicle_id AND agreement.starts_on = new.old_on
        """,
        values,
    )
    run_sql(
        """
        INSERT INTO customers_agreement (dealership_id, customer_id, vehicle_id, kind, starts_on,
            ends_on, provider, number, created_at)
        SELECT DISTINCT ON (vehicle_id, customer_id, agreed.kind, delivered_on)
            %(dealership)s, customer_id, vehicle_id, agreed.kind, delivered_on, agreed.ends_on,
            '', '', %(at)s
        FROM import_sales, LATERAL (VALUES
            ('warranty', warranty_until),
            ('compulsory_insurance', insurance_until),
            ('loan', loan_until)
        ) AS agreed (kind, ends_on)
        WHERE agreed.ends_on IS NOT NULL
        ORDER BY vehicle_id, customer_id, agreed.kind, delivered_on, agreed.ends_on DESC
        ON CONFLICT (dealership_id, vehicle_id, customer_id, kind, starts_on)
        DO UPDATE SET ends_on = EXCLUDED.ends_on
        WHERE customers_agreement.ends_on <> EXCLUDED.ends_on
        """,
        values,
    )

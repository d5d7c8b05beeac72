"""Staged traffic and marketing spend into theirs; traffic is linked to customers by phone."""

from exchange.services.database import fetch, replace_temporary, run_sql
from exchange.services.merging import Merge, set_repeats_aside


def plan_traffic(merge: Merge) -> None:
    """import_traffic: new and changed rows, with the id of the row that is there."""
    set_repeats_aside(merge, "traffic")
    _plan(
        merge,
        "traffic",
        """
        LEFT JOIN sales_trafficcontact AS there
            ON there.dealership_id = %(dealership)s AND there.source_system_id = %(source)s
            AND there.identity = staged.identity
        """,
    )


def plan_marketing(merge: Merge) -> None:
    """import_marketing: new and changed rows, with the id of the row that is there."""
    set_repeats_aside(merge, "marketing")
    _plan(
        merge,
        "marketing",
        """
        LEFT JOIN (
            SELECT spend.*, source.code, source.name
            FROM sales_marketingspend AS spend
            JOIN sales_leadsource AS source ON source.id = spend.lead_source_id
            WHERE spend.dealership_id = %(dealership)s
        ) AS there ON there.month = staged.month
            AND (there.code = staged.source OR lower(there.name) = lower(staged.source))
        """,
    )


def _plan(merge: Merge, table: str, join: str) -> None:
    staged = merge.staged(table)
    planned = replace_temporary(
        f"import_{table}",
        f"""
        SELECT staged.*, there.id AS target_id FROM {staged} AS staged {join}
        WHERE there.row_digest IS DISTINCT FROM staged.digest
        """,
        merge.values,
    )
    [[total]] = fetch(f"SELECT count(*) FROM {staged}")
    [[created]] = fetch(f"SELECT count(*) FROM import_{table} WHERE target_id IS NULL")
    merge.count(table, created=created, updated=planned - created, unchanged=total - planned)


def write_traffic(merge: Merge) -> None:
    values = merge.values
    columns = (
        "at, on, kind, lead_source_id, name, phone_as_given, phone, email, interest,"
        " salesperson_id, row_digest"
    ).replace(" on,", ' "on",')
    ready = """
        SELECT new.target_id, new.identity, new.at AT TIME ZONE %(zone)s AS at,
            new.at::date AS "on", new.kind, source.id AS lead_source_id, new.name,
            new.phone_as_given, new.phone, new.email, new.interest, staff.id AS salesperson_id,
            new.digest AS row_digest
        FROM import_traffic AS new
        LEFT JOIN import_lead_sources AS source ON source.text = new.source
        LEFT JOIN dealerships_staffmember AS staff
            ON staff.dealership_id = %(dealership)s AND staff.name = new.salesperson
    """
    run_sql(
        f"""
        INSERT INTO sales_trafficcontact (dealership_id, source_system_id, identity, {columns})
        SELECT %(dealership)s, %(source)s, identity, {columns}
        FROM ({ready}) AS new WHERE target_id IS NULL
        """,
        values,
    )
    new = ", ".join(f"new.{column.strip()}" for column in columns.split(","))
    run_sql(
        f"""
        UPDATE sales_trafficcontact AS contact SET ({columns}) = ROW({new})
        FROM ({ready}) AS new WHERE contact.id = new.target_id
        """,
        values,
    )


def link_traffic(merge: Merge) -> None:
    """Name the customer of a contact where exactly one of the dealership has its phone."""
    run_sql(
        """
        WITH owners AS (
            SELECT point.value, min(customer.id) AS customer_id
            FROM customers_contactpoint AS point
            JOIN customers_customer AS customer
                ON customer.id = point.customer_id AND customer.merged_into_id IS NULL
            JOIN customers_customerrelation AS relation
                ON relation.customer_id = customer.id AND relation.dealership_id = %(dealership)s
            WHERE point.value IN (
                SELECT phone FROM sales_trafficcontact
                WHERE dealership_id = %(dealership)s AND customer_id IS NULL AND phone <> ''
            )
            GROUP BY point.value HAVING count(DISTINCT customer.id) = 1
        )
        UPDATE sales_trafficcontact AS contact SET customer_id = owners.customer_id
        FROM owners
        WHERE contact.dealership_id = %(dealership)s AND contact.customer_id IS NULL
            AND contact.phone = owners.value
        """,
        merge.values,
    )


def write_marketing(merge: Merge) -> None:
    values = merge.values
    run_sql(
        """
        INSERT INTO sales_marketingspend (dealership_id, month, lead_source_id, amount, row_digest)
        SELECT %(dealership)s, new.month, source.id, new.amount, new.digest
        FROM import_marketing AS new
        JOIN import_lead_sources AS source ON source.text = new.source
        WHERE new.target_id IS NULL
        """,
        values,
    )
    run_sql(
        """
        UPDATE sales_marketingspend AS spend SET amount = new.amount, row_digest = new.digest
        FROM import_marketing AS new WHERE spend.id = new.target_id
        """,
        values,
    )

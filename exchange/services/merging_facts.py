"""Staged sales and repair orders into sales and repair orders."""

from exchange.services.database import fetch, replace_temporary, run_sql
from exchange.services.merging import Merge, set_repeats_aside

_TARGETS = {
    "sales": ("sales_sale", "contract_number", "delivered_on"),
    "repair_orders": ("service_repairorder", "number", "opened_at::date"),
}
# columns of the target that other steps compare with what the row said before
_BEFORE = {
    "sales": "there.delivered_on AS old_on",
    "repair_orders": "(there.opened_at AT TIME ZONE %(zone)s)::date AS old_on",
}
_SALE = (
    "delivered_on, customer_id, vehicle_id, condition, price, accessories, finance,"
    " salesperson_id, lead_source_id, referrer_code, referrer_id, has_trade_in, row_digest"
)
_REPAIR_ORDER = (
    "opened_at, promised_at, closed_at, closed_on, customer_id, vehicle_id, odometer_km, kind,"
    " labour, parts, body, advisor_id, is_repeat_repair, recommendations, row_digest"
)


def plan_facts(merge: Merge, table: str) -> None:
    """import_<table>: new and changed rows of known customers, with what they were before."""
    set_repeats_aside(merge, table)
    staged = merge.staged(table)
    target, key, day = _TARGETS[table]
    replace_temporary(
        f"import_{table}",
        f"""
        SELECT staged.*, staged.{day} AS happened_on, code.customer_id, NULL::bigint AS vehicle_id,
            there.id AS target_id, there.customer_id AS old_customer_id,
            there.vehicle_id AS old_vehicle_id, {_BEFORE[table]}
        FROM {staged} AS staged
        LEFT JOIN {target} AS there
            ON there.dealership_id = %(dealership)s AND there.source_system_id = %(source)s
            AND there.{key} = staged.{key}
        LEFT JOIN customers_customercode AS code
            ON code.source_id = %(source)s AND code.code = staged.customer_code
        WHERE there.row_digest IS DISTINCT FROM staged.digest
        """,
        merge.values,
    )
    merge.refuse(
        table,
        "customer_code",
        "unknown_customer",
        f"SELECT file_id, row_number, customer_code FROM import_{table} WHERE customer_id IS NULL",
    )
    [[total]] = fetch(f"SELECT count(*) FROM {staged}")
    [[planned]] = fetch(f"SELECT count(*) FROM import_{table}")
    run_sql(f"DELETE FROM import_{table} WHERE customer_id IS NULL")
    [[created, updated]] = fetch(
        f"SELECT count(*) FILTER (WHERE target_id IS NULL), count(target_id) FROM import_{table}"
    )
    merge.count(table, created=created, updated=updated, unchanged=total - planned)


def write_sales(merge: Merge) -> None:
    """New and changed sales; a referrer whose code nobody has is told."""
    _ready_sales(merge)
    values = merge.values
    run_sql(
        f"""
        INSERT INTO sales_sale (dealership_id, source_system_id, contract_number, {_SALE},
            created_at, updated_at)
        SELECT %(dealership)s, %(source)s, contract_number, {_SALE}, %(at)s, %(at)s
        FROM import_sales_ready WHERE target_id IS NULL
        """,
        values,
    )
    run_sql(
        f"""
        UPDATE sales_sale AS sale SET ({_SALE}, updated_at)
            = ROW({_prefixed("new", _SALE)}, %(at)s)
        FROM import_sales_ready AS new WHERE sale.id = new.target_id
        """,
        values,
    )
    merge.warn(
        "sales",
        "referrer_code",
        "unknown_referrer",
        """
        SELECT new.file_id, new.row_number, new.referrer_code FROM import_sales AS new
        WHERE new.referrer_code <> '' AND NOT EXISTS (
            SELECT FROM customers_customercode AS code
            WHERE code.source_id = %(source)s AND code.code = new.referrer_code)
        """,
    )


def _ready_sales(merge: Merge) -> None:
    """import_sales_ready: the rows as they are stored, names and codes looked up."""
    replace_temporary(
        "import_sales_ready",
        """
        SELECT new.target_id, new.contract_number, new.delivered_on, new.customer_id,
            new.vehicle_id, new.condition, new.price, new.accessories, new.finance,
            staff.id AS salesperson_id, source.id AS lead_source_id, new.referrer_code,
            referrer.customer_id AS referrer_id, new.trade_in AS has_trade_in,
            new.digest AS row_digest
        FROM import_sales AS new
        LEFT JOIN dealerships_staffmember AS staff
            ON staff.dealership_id = %(dealership)s AND staff.name = new.salesperson
        LEFT JOIN import_lead_sources AS source ON source.text = new.source
        LEFT JOIN customers_customercode AS referrer
            ON referrer.source_id = %(source)s AND referrer.code = new.referrer_code
        """,
        merge.values,
    )


def link_referrers(merge: Merge) -> None:
    """Sales whose referrer's code was not known when they came, and is now."""
    run_sql(
        """
        UPDATE sales_sale AS sale SET referrer_id = code.customer_id
        FROM customers_customercode AS code
        WHERE sale.dealership_id = %(dealership)s AND sale.source_system_id = %(source)s
            AND sale.referrer_id IS NULL AND sale.referrer_code <> ''
            AND code.source_id = %(source)s AND code.code = sale.referrer_code
        """,
        merge.values,
    )


def write_repair_orders(merge: Merge) -> None:
    values = merge.values
    ready = """
        SELECT new.target_id, new.number, new.opened_at AT TIME ZONE %(zone)s AS opened_at,
            new.promised_at AT TIME ZONE %(zone)s AS promised_at,
            new.closed_at AT TIME ZONE %(zone)s AS closed_at, new.closed_at::date AS closed_on,
            new.customer_id, new.vehicle_id, new.odometer_km, new.kind, new.labour, new.parts,
            new.body, staff.id AS advisor_id, new.is_repeat AS is_repeat_repair,
            new.recommendations, new.digest AS row_digest
        FROM import_repair_orders AS new
        LEFT JOIN dealerships_staffmember AS staff
            ON staff.dealership_id = %(dealership)s AND staff.name = new.advisor
    """
    run_sql(
        f"""
        INSERT INTO service_repairorder (dealership_id, source_system_id, number, {_REPAIR_ORDER},
            created_at, updated_at)
        SELECT %(dealership)s, %(source)s, number, {_REPAIR_ORDER}, %(at)s, %(at)s
        FROM ({ready}) AS new WHERE target_id IS NULL
        """,
        values,
    )
    run_sql(
        f"""
        UPDATE service_repairorder AS visit SET ({_REPAIR_ORDER}, updated_at)
            = ROW({_prefixed("new", _REPAIR_ORDER)}, %(at)s)
        FROM ({ready}) AS new WHERE visit.id = new.target_id
        """,
        values,
    )


def _prefixed(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column.strip()}" for column in columns.split(","))

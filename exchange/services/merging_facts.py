"""Staged sales and repair orders into cars, sales, repair orders, readings and agreements."""

from customers.rules import fold, latin
from exchange.services.database import fetch, replace_temporary, run_sql
from exchange.services.merging import Merge, set_repeats_aside
from sales.models import LeadSource

_TARGETS = {
    "sales": ("sales_sale", "contract_number", "delivered_on"),
    "repair_orders": ("service_repairorder", "number", "opened_at::date"),
}
# columns of the target that other steps compare with what the row said before
_BEFORE = {
    "sales": "there.delivered_on AS old_on",
    "repair_orders": "(there.opened_at AT TIME ZONE %(zone)s)::date AS old_on",
}


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


def write_vehicles(merge: Merge) -> None:
    """Cars of the new and changed rows, by VIN; the newest facts about a car win."""
    values = merge.values
    replace_temporary(
        "import_vehicles",
        """
        WITH said AS (
            SELECT vin, plate, plate_key, make, model, model_year, happened_on, digest
            FROM import_sales
            UNION ALL
            SELECT vin, plate, plate_key, make, model, NULL, happened_on, digest
            FROM import_repair_orders
        )
        SELECT vin, max(happened_on) AS last_on,
            (array_agg(plate ORDER BY happened_on DESC, digest)
                FILTER (WHERE plate <> ''))[1] AS plate,
            (array_agg(plate_key ORDER BY happened_on DESC, digest) FILTER (WHERE plate <> ''))[1]
                AS plate_key,
            (array_agg(make ORDER BY happened_on DESC, digest)
                FILTER (WHERE make <> ''))[1] AS make,
            (array_agg(model ORDER BY happened_on DESC, digest)
                FILTER (WHERE model <> ''))[1] AS model,
            (array_agg(model_year ORDER BY happened_on DESC, digest)
                FILTER (WHERE model_year IS NOT NULL))[1] AS model_year
        FROM said GROUP BY vin
        """,
        values,
        key="vin",
    )
    run_sql(
        """
        INSERT INTO customers_vehicle (
            holding_id, vin, plate, plate_key, make, model, model_year, created_at, updated_at
        )
        SELECT %(holding)s, vin, coalesce(plate, ''), coalesce(plate_key, ''), coalesce(make, ''),
            coalesce(model, ''), model_year, %(at)s, %(at)s
        FROM import_vehicles ORDER BY vin
        ON CONFLICT (holding_id, vin) WHERE NOT (vin = '') DO NOTHING
        """,
        values,
    )
    for table in ("sales", "repair_orders"):
        run_sql(
            f"""
            UPDATE import_{table} AS new SET vehicle_id = vehicle.id
            FROM customers_vehicle AS vehicle
            WHERE vehicle.holding_id = %(holding)s AND vehicle.vin = new.vin
            """,
            values,
        )
    _update_vehicles(merge)
    run_sql(
        """
        INSERT INTO customers_vehiclerelation (holding_id, dealership_id, vehicle_id)
        SELECT DISTINCT %(holding)s, %(dealership)s, vehicle_id FROM (
            SELECT vehicle_id FROM import_sales
            UNION ALL SELECT vehicle_id FROM import_repair_orders
        ) AS new
        ON CONFLICT DO NOTHING
        """,
        values,
    )


def _update_vehicles(merge: Merge) -> None:
    """Facts older than what is known of a car only fill its gaps."""
    run_sql(
        """
        UPDATE customers_vehicle AS vehicle SET
            plate = said.plate, plate_key = said.plate_key, make = said.make,
            model = said.model, model_year = said.model_year, updated_at = %(at)s
        FROM (
            SELECT there.id,
                CASE WHEN wins OR there.plate = '' THEN coalesce(new.plate, there.plate)
                    ELSE there.plate END AS plate,
                CASE WHEN wins OR there.plate = '' THEN coalesce(new.plate_key, there.plate_key)
                    ELSE there.plate_key END AS plate_key,
                CASE WHEN wins OR there.make = '' THEN coalesce(new.make, there.make)
                    ELSE there.make END AS make,
                CASE WHEN wins OR there.model = '' THEN coalesce(new.model, there.model)
                    ELSE there.model END AS model,
                CASE WHEN wins OR there.model_year IS NULL
                    THEN coalesce(new.model_year, there.model_year)
                    ELSE there.model_year END AS model_year
            FROM import_vehicles AS new
            JOIN customers_vehicle AS there
                ON there.holding_id = %(holding)s AND there.vin = new.vin
            CROSS JOIN LATERAL (SELECT NOT EXISTS (
                SELECT FROM sales_sale AS sale
                WHERE sale.vehicle_id = there.id AND sale.delivered_on > new.last_on
            ) AND NOT EXISTS (
                SELECT FROM service_repairorder AS visit
                WHERE visit.vehicle_id = there.id
                    AND (visit.opened_at AT TIME ZONE %(zone)s)::date > new.last_on
            ) AS wins) AS newest
        ) AS said
        WHERE vehicle.id = said.id
            AND (vehicle.plate, vehicle.make, vehicle.model, vehicle.model_year)
                IS DISTINCT FROM (said.plate, said.make, said.model, said.model_year)
        """,
        merge.values,
    )


def write_staff(merge: Merge) -> None:
    """A staff record without login for every name the rows know."""
    run_sql(
        """
        INSERT INTO dealerships_staffmember (dealership_id, name, created_at)
        SELECT DISTINCT %(dealership)s, name, %(at)s FROM (
            SELECT salesperson AS name FROM import_sales
            UNION ALL SELECT advisor FROM import_repair_orders
            UNION ALL SELECT salesperson FROM import_traffic
        ) AS said WHERE name <> ''
        ORDER BY name
        ON CONFLICT DO NOTHING
        """,
        merge.values,
    )


def write_lead_sources(merge: Merge) -> None:
    """import_lead_sources: staged text to id; a name that is not there yet is added."""
    texts = [
        text
        for [text] in fetch(
            """
            SELECT source FROM import_sales UNION SELECT source FROM import_traffic
            UNION SELECT source FROM import_marketing ORDER BY 1
            """
        )
        if text
    ]
    there = list(LeadSource.objects.for_dealership(merge.dealership))
    by_name = {fold(source.name): source.pk for source in there if source.name}
    by_code = {source.code: source.pk for source in there}
    run_sql("DROP TABLE IF EXISTS import_lead_sources")
    run_sql("CREATE TEMPORARY TABLE import_lead_sources (text text, id bigint) ON COMMIT DROP")
    for text in texts:
        pk = by_code.get(text) or by_name.get(fold(text))
        if pk is None:
            source = LeadSource.objects.create(
                dealership=merge.dealership, code=_new_code(text, by_code), name=text
            )
            if text in LeadSource.Standard.values:
                LeadSource.objects.filter(pk=source.pk).update(name="")
            pk = by_code[source.code] = by_name[fold(text)] = source.pk
        run_sql(
            "INSERT INTO import_lead_sources VALUES (%(text)s, %(pk)s)", {"text": text, "pk": pk}
        )


def _new_code(name: str, taken: dict[str, int]) -> str:
    """A code in Latin letters made from a name, not yet taken."""
    letters = "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in latin(name))
    code = "_".join(part for part in letters.split("_") if part)[:40] or "source"
    number = 1
    unique = code
    while unique in taken:
        number += 1
        unique = f"{code}_{number}"
    return unique


def write_sales(merge: Merge) -> None:
    values = merge.values
    columns = (
        "delivered_on, customer_id, vehicle_id, condition, price, accessories, finance,"
        " salesperson_id, lead_source_id, referrer_code, referrer_id, has_trade_in, row_digest"
    )
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
        values,
    )
    run_sql(
        f"""
        INSERT INTO sales_sale (dealership_id, source_system_id, contract_number, {columns},
            created_at, updated_at)
        SELECT %(dealership)s, %(source)s, contract_number, {columns}, %(at)s, %(at)s
        FROM import_sales_ready WHERE target_id IS NULL
        """,
        values,
    )
    run_sql(
        f"""
        UPDATE sales_sale AS sale SET ({columns}, updated_at)
            = ROW({_prefixed("new", columns)}, %(at)s)
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
    columns = (
        "opened_at, promised_at, closed_at, closed_on, customer_id, vehicle_id, odometer_km, kind,"
        " labour, parts, body, advisor_id, is_repeat_repair, recommendations, row_digest"
    )
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
        INSERT INTO service_repairorder (dealership_id, source_system_id, number, {columns},
            created_at, updated_at)
        SELECT %(dealership)s, %(source)s, number, {columns}, %(at)s, %(at)s
        FROM ({ready}) AS new WHERE target_id IS NULL
        """,
        values,
    )
    run_sql(
        f"""
        UPDATE service_repairorder AS visit SET ({columns}, updated_at)
            = ROW({_prefixed("new", columns)}, %(at)s)
        FROM ({ready}) AS new WHERE visit.id = new.target_id
        """,
        values,
    )


def _prefixed(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column.strip()}" for column in columns.split(","))


def write_readings(merge: Merge) -> None:
    """The highest reading of a car and day, from its repair orders."""
    run_sql(
        """
        INSERT INTO customers_odometerreading (vehicle_id, read_on, km)
        SELECT vehicle_id, happened_on, max(odometer_km) FROM import_repair_orders
        WHERE odometer_km IS NOT NULL
        GROUP BY vehicle_id, happened_on
        ON CONFLICT (vehicle_id, read_on) DO UPDATE SET km = EXCLUDED.km
        WHERE customers_odometerreading.km < EXCLUDED.km
        """
    )


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

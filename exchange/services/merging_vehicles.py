"""Cars of the staged sales and repair orders, by VIN, with what was read on their odometers."""

from exchange.services.database import replace_temporary, run_sql
from exchange.services.merging import Merge


def write_vehicles(merge: Merge) -> None:
    """Cars of the new and changed rows, by VIN; the newest facts about a car win."""
    _plan_vehicles()
    _add_vehicles(merge)
    _update_vehicles(merge)
    _relate(merge)


def _plan_vehicles() -> None:
    """import_vehicles: one row a VIN, of each fact the newest that says something."""
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
        {},
        key="vin",
    )


def _add_vehicles(merge: Merge) -> None:
    """New cars; then every staged row knows the key of its car."""
    values = merge.values
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


def _relate(merge: Merge) -> None:
    """The dealership sees the cars of its rows."""
    run_sql(
        """
        INSERT INTO customers_vehiclerelation (holding_id, dealership_id, vehicle_id)
        SELECT DISTINCT %(holding)s, %(dealership)s, vehicle_id FROM (
            SELECT vehicle_id FROM import_sales
            UNION ALL SELECT vehicle_id FROM import_repair_orders
        ) AS new
        ON CONFLICT DO NOTHING
        """,
        merge.values,
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

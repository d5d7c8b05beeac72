"""The maintenance forecast of a whole dealership in a few statements; writes only what changed.

The formulas are those of service/rules.py, said in SQL.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from dealerships.models import Dealership
from service import anchors, rules

# cars of the dealership that somebody owns on the day, with the narrowest plan that fits
CARS = """
    SELECT v.id AS vehicle_id, plan.id AS plan_id, plan.months, plan.km
    FROM customers_vehiclerelation known
    JOIN customers_vehicle v ON v.id = known.vehicle_id
    JOIN customers_ownership o ON o.vehicle_id = v.id
        AND o.since <= %(day)s AND (o.until IS NULL OR o.until > %(day)s)
    CROSS JOIN LATERAL (
        SELECT p.id, p.months, p.km FROM service_maintenanceplan p
        WHERE p.dealership_id = %(dealership)s AND p.is_active
          AND (p.make = '' OR lower(p.make) = lower(v.make))
          AND (p.model = '' OR lower(p.model) = lower(v.model))
        ORDER BY p.model <> '' DESC, p.make <> '' DESC
        LIMIT 1
    ) plan
    WHERE known.dealership_id = %(dealership)s {only}
"""

MAINTENANCE_VISITS = """
    SELECT vehicle_id, closed_on AS anchor_on, odometer_km AS anchor_km
    FROM service_repairorder
    WHERE dealership_id = %(dealership)s AND kind = 'maintenance' AND closed_on <= %(day)s
"""

# of two anchors on one day the one that knows the kilometres
LAST_ANCHORS = """
    SELECT DISTINCT ON (source.vehicle_id)
        source.vehicle_id, source.anchor_on, coalesce(source.anchor_km, r.km) AS anchor_km
    FROM ({sources}) source
    LEFT JOIN customers_odometerreading r
        ON r.vehicle_id = source.vehicle_id AND r.read_on = source.anchor_on
    ORDER BY source.vehicle_id, source.anchor_on DESC,
        coalesce(source.anchor_km, r.km) DESC NULLS LAST
"""

# readings of the car's last years, without those lower than an earlier one
READINGS = """
    SELECT vehicle_id, read_on, km FROM (
        SELECT vehicle_id, read_on, km, max(km) OVER (
            PARTITION BY vehicle_id ORDER BY read_on ROWS UNBOUNDED PRECEDING
        ) AS highest
        FROM (
            SELECT r.vehicle_id, r.read_on, r.km,
                max(r.read_on) OVER (PARTITION BY r.vehicle_id) AS last_on
            FROM customers_odometerreading r
            JOIN forecast_car c ON c.vehicle_id = r.vehicle_id
            WHERE r.read_on <= %(day)s
        ) recent
        WHERE read_on >= last_on - make_interval(months => %(readings_months)s)
    ) rising
    WHERE km = highest
"""

PACES = """
    SELECT vehicle_id, count(*) AS readings, max(read_on) AS last_on, max(km) AS last_km,
        max(read_on) - min(read_on) AS days,
        (max(km) - min(km))::numeric / nullif(max(read_on) - min(read_on), 0) AS rate
    FROM ({readings}) kept
    GROUP BY vehicle_id
"""

DUE = """
    CREATE TEMPORARY TABLE forecast_due ON COMMIT DROP AS
    WITH pace AS ({paces}),
    driven AS (
        SELECT c.vehicle_id, c.plan_id, c.months, c.km, a.anchor_on, a.anchor_km,
            coalesce(p.readings, 0) AS readings, p.last_on, p.last_km,
            CASE WHEN p.days >= %(min_days)s AND p.rate > 0 AND p.rate <= %(max_rate)s
                THEN greatest(round(p.rate, 2), 0.01) END AS km_per_day
        FROM forecast_car c
        JOIN ({anchors}) a ON a.vehicle_id = c.vehicle_id
        LEFT JOIN pace p ON p.vehicle_id = c.vehicle_id
    ),
    dated AS (
        SELECT *, (anchor_on + make_interval(months => months))::date AS due_by_time_on,
            -- least and greatest pass over NULL: without a pace there is no day by kilometres
            CASE WHEN km_per_day IS NOT NULL AND anchor_km IS NOT NULL THEN
                last_on + least(greatest(
                    ceil((anchor_km + km - last_km)::numeric / km_per_day), 0), %(max_days)s
                )::int
            END AS due_by_km_on
        FROM driven
    )
    SELECT vehicle_id, plan_id, anchor_on, anchor_km, km_per_day, readings, due_by_time_on,
        due_by_km_on, least(due_by_time_on, due_by_km_on) AS due_on,
        CASE WHEN due_by_km_on IS NULL THEN %(unknown)s ELSE least(greatest(
            round((least(due_by_time_on, due_by_km_on) - anchor_on)::numeric
                / 10 / sqrt(readings::numeric)), %(lowest)s), %(highest)s)::int
        END AS tolerance_days
    FROM dated
"""

COLUMNS = (
    "plan_id",
    "anchor_on",
    "anchor_km",
    "km_per_day",
    "readings",
    "due_by_time_on",
    "due_by_km_on",
    "due_on",
    "tolerance_days",
)


def _columns(prefix: str = "") -> str:
    return ", ".join(prefix + column for column in COLUMNS)


UPSERT = """
    INSERT INTO service_maintenanceforecast AS f
        (dealership_id, vehicle_id, {columns}, computed_at)
    SELECT %(dealership)s, vehicle_id, {columns}, %(at)s FROM forecast_due
    ON CONFLICT (dealership_id, vehicle_id) DO UPDATE SET
        ({columns}, computed_at) = ROW({new}, excluded.computed_at)
    WHERE ({old}) IS DISTINCT FROM ({new})
"""

# sold on, scrapped, its plan switched off
FORGET = """
    DELETE FROM service_maintenanceforecast f
    WHERE f.dealership_id = %(dealership)s {only}
      AND NOT EXISTS (SELECT 1 FROM forecast_due d WHERE d.vehicle_id = f.vehicle_id)
"""


@dataclass(frozen=True)
class Refreshed:
    written: int  # forecasts that are new or say something else than before
    removed: int


@transaction.atomic
def refresh(
    *,
    dealership: Dealership,
    at: datetime,
    on: date | None = None,
    vehicle_ids: Collection[int] | None = None,
) -> Refreshed:
    """Bring the forecasts of a dealership (or of some of its cars) up to date.

    The interval runs from the last closed maintenance visit or the delivery, whichever is
    later. Facts after `on` (default: the dealership's day at `at`) are not looked at.
    """
    params: dict[str, Any] = {
        "dealership": dealership.pk,
        "day": on or dealership.local_date(at),
        "at": at,
        "vehicles": list(vehicle_ids) if vehicle_ids is not None else None,
        "readings_months": rules.READINGS_MONTHS,
        "min_days": rules.MIN_READINGS_DAYS,
        "max_rate": rules.MAX_KM_PER_DAY,
        "max_days": rules.MAX_DAYS_AHEAD,
        "unknown": rules.TOLERANCE_UNKNOWN,
        "lowest": rules.TOLERANCE_BOUNDS[0],
        "highest": rules.TOLERANCE_BOUNDS[1],
    }
    with connection.cursor() as cursor:
        _collect_cars(cursor, params)
        cursor.execute(_due_sql(), params)
        cursor.execute("ANALYZE forecast_due")
        cursor.execute(_upsert_sql(), params)
        written = cursor.rowcount
        cursor.execute(FORGET.format(only=_only("f.vehicle_id", params)), params)
        return Refreshed(written=written, removed=cursor.rowcount)


def _collect_cars(cursor: Any, params: dict[str, Any]) -> None:
    """Fill forecast_car; temporary tables carry statistics, which a CTE does not."""
    cursor.execute("DROP TABLE IF EXISTS pg_temp.forecast_car, pg_temp.forecast_due")
    cars = CARS.format(only=_only("v.id", params))
    cursor.execute(f"CREATE TEMPORARY TABLE forecast_car ON COMMIT DROP AS {cars}", params)
    cursor.execute("ANALYZE forecast_car")


def _only(column: str, params: dict[str, Any]) -> str:
    return "" if params["vehicles"] is None else f"AND {column} = ANY(%(vehicles)s)"


def _due_sql() -> str:
    sources = " UNION ALL ".join((MAINTENANCE_VISITS, *anchors.sources()))
    return DUE.format(
        paces=PACES.format(readings=READINGS), anchors=LAST_ANCHORS.format(sources=sources)
    )


def _upsert_sql() -> str:
    return UPSERT.format(columns=_columns(), new=_columns("excluded."), old=_columns("f."))

"""The statements that make the bench's rows. `bench.pick` is chance that repeats."""

from bench import car_rows, people_rows

PREPARE = (
    "DROP SCHEMA IF EXISTS bench CASCADE",
    "CREATE SCHEMA bench",
    # 0 ≤ pick < n, and 0 ≤ unit < 1: by the row's number and a salt
    """
    CREATE FUNCTION bench.pick(i bigint, salt int, n int) RETURNS int
    IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS 'SELECT (hashint8extended(i, salt) & 1073741823)::int % n'
    """,
    """
    CREATE FUNCTION bench.unit(i bigint, salt int) RETURNS float8
    IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS 'SELECT (hashint8extended(i, salt) & 1073741823) / 1073741824.0::float8'
    """,
    "CREATE TABLE bench.word (kind text, place int, written text, folded text, latin text,"
    " PRIMARY KEY (kind, place))",
    """
    CREATE TABLE bench.place AS
    SELECT row_number() OVER (ORDER BY d.id) - 1 AS place, d.id AS dealership_id, d.holding_id,
        d.country, d.time_zone, s.id AS source_id,
        ARRAY(SELECT id FROM sales_leadsource l WHERE l.dealership_id = d.id ORDER BY code)
            AS lead_sources,
        ARRAY(SELECT id FROM dealerships_staffmember m WHERE m.dealership_id = d.id ORDER BY id)
            AS staff,
        (SELECT id FROM service_maintenanceplan p WHERE p.dealership_id = d.id
         ORDER BY id LIMIT 1) AS plan_id,
        (SELECT id FROM followups_rule r WHERE r.dealership_id = d.id
         AND trigger = 'maintenance_due' LIMIT 1) AS rule_id
    FROM dealerships_dealership d JOIN dealerships_sourcesystem s ON s.dealership_id = d.id
    """,
)

WORD_COUNTS = (
    "CREATE TABLE bench.words AS SELECT kind, count(*)::int AS n FROM bench.word GROUP BY kind"
)

TABLES = (
    "dealerships_user", "dealerships_membership",
    "customers_customer", "customers_customerrelation", "customers_customercode",
    "customers_contactpoint", "customers_consent", "customers_vehicle",
    "customers_vehiclerelation", "customers_ownership", "customers_odometerreading",
    "customers_agreement", "sales_sale", "sales_trafficcontact", "sales_marketingspend",
    "service_repairorder", "service_maintenanceforecast", "followups_calltask",
    "followups_callreason",
)  # fmt: skip

TRAFFIC = """
    INSERT INTO sales_trafficcontact (dealership_id, source_system_id, identity, at, "on", kind,
        lead_source_id, name, phone_as_given, phone, email, interest)
    SELECT p.dealership_id, p.source_id, md5(i::text)::uuid,
        (day + time '12:00') AT TIME ZONE p.time_zone, day, 'visit',
        lead_sources[1 + bench.pick(i, 62, cardinality(lead_sources))], '',
        CASE WHEN bench.pick(i, 63, 3) > 0 THEN '8 900' ELSE '' END, '', '', ''
    FROM generate_series(1, %(customers)s) i
    JOIN bench.person b ON b.id = i JOIN bench.place p USING (place)
    CROSS JOIN LATERAL (SELECT %(first_day)s::date + bench.pick(i, 61, %(days)s) AS day) came
"""

SPEND = """
    INSERT INTO sales_marketingspend (dealership_id, month, lead_source_id, amount)
    SELECT dealership_id, month::date, source, 100000
    FROM bench.place CROSS JOIN unnest(lead_sources) source
    CROSS JOIN generate_series(date_trunc('month', %(first_day)s::date), %(today)s::date,
                               interval '1 month') month
"""

# seven of ten may be called by now
TASKS = """
    INSERT INTO followups_calltask (id, dealership_id, customer_id, only_role, status, priority,
        not_before, due_until, attempts, max_attempts, last_address, fence, draft_note,
        drop_reason, planned_on, created_at)
    SELECT id, dealership_id, id, '', 'waiting', 1 + bench.pick(id, 80, 9),
        now() + interval '1 day' * (CASE WHEN bench.pick(id, 81, 10) < 7
            THEN - bench.pick(id, 82, 10) - bench.unit(id, 83)
            ELSE 1 + bench.pick(id, 82, 20) END),
        %(today)s::date + 60, 0, 4, '', 0, '', '', %(today)s, now()
    FROM bench.person WHERE id <= %(tasks)s
"""

REASONS = """
    INSERT INTO followups_callreason (dealership_id, task_id, customer_id, rule_id, subject_id,
        cycle_on, due_on, due_from, due_until, facts, status, planned_on)
    SELECT b.dealership_id, b.id, b.id, p.rule_id, -b.id, %(today)s, %(today)s, %(today)s,
        %(today)s::date + 60, '{}', 'open', %(today)s
    FROM bench.person b JOIN bench.place p USING (place) WHERE b.id <= %(tasks)s
"""

ROWS = {
    "operators": people_rows.OPERATORS,
    "memberships": people_rows.MEMBERSHIPS,
    "people": people_rows.RUSSIANS,
    "of them Chinese": people_rows.CHINESE,
    "customers": people_rows.CUSTOMERS,
    "relations": people_rows.RELATIONS,
    "codes": people_rows.CODES,
    "contact points": people_rows.PHONES,
    "consents": people_rows.CONSENTS,
    "cars": car_rows.CARS,
    "vehicles": car_rows.VEHICLES,
    "vehicle relations": car_rows.VEHICLE_RELATIONS,
    "ownerships": car_rows.OWNERSHIPS,
    "sales": car_rows.SALES,
    "visits": car_rows.VISITS,
    "odometer": car_rows.READINGS,
    "agreements": car_rows.AGREEMENTS,
    "traffic": TRAFFIC,
    "spend": SPEND,
    "forecasts": car_rows.FORECASTS,
    "tasks": TASKS,
    "reasons": REASONS,
}

SEQUENCES = tuple(
    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
    for table in (
        "dealerships_user", "customers_customer", "customers_vehicle", "followups_calltask",
    )
)  # fmt: skip

"""The statements that make the bench's rows. `bench.pick` is chance that repeats."""

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

WORD_COUNTS = "CREATE TABLE bench.words AS SELECT kind, count(*)::int AS n FROM bench.word GROUP BY kind"

TABLES = (
    "dealerships_user", "dealerships_membership",
    "customers_customer", "customers_customerrelation", "customers_customercode",
    "customers_contactpoint", "customers_consent", "customers_vehicle",
    "customers_vehiclerelation", "customers_ownership", "customers_odometerreading",
    "customers_agreement", "sales_sale", "sales_trafficcontact", "sales_marketingspend",
    "service_repairorder", "service_maintenanceforecast", "followups_calltask",
    "followups_callreason",
)  # fmt: skip

OPERATORS = """
    INSERT INTO dealerships_user (id, password, is_superuser, username, first_name, last_name,
        email, is_staff, is_active, date_joined, language, time_zone, theme)
    SELECT i, '!', false, 'bench-' || i, '', '', '', false, true, now(), 'en', '', ''
    FROM generate_series(1, %(operators)s) i
"""

MEMBERSHIPS = """
    INSERT INTO dealerships_membership (user_id, dealership_id, role, created_at)
    SELECT i, p.dealership_id, 'operator', now()
    FROM generate_series(1, %(operators)s) i
    JOIN bench.place p ON p.place = i %% (SELECT count(*) FROM bench.place)
"""

# the first dealership has 7 of 100 customers, the last 1
RUSSIANS = """
    CREATE UNLOGGED TABLE bench.person AS
    WITH person AS (
        SELECT i, p.*, bench.pick(i, 2, 2) = 0 AS is_male,
            CASE WHEN bench.pick(i, 3, 10) < 6 THEN 'frequent' ELSE 'rare' END AS list
        FROM generate_series(1, %(customers)s) i
        JOIN bench.place p ON p.place = floor(
            (SELECT count(*) FROM bench.place) * power(bench.unit(i, 1), 1.5))
    )
    SELECT i AS id, person.place, holding_id, dealership_id, country, source_id,
        CASE WHEN is_male THEN 'm' ELSE 'f' END AS gender,
        f.written || CASE WHEN is_male THEN '' ELSE 'а' END AS family, g.written AS given,
        s.written AS patronymic,
        f.folded || CASE WHEN is_male THEN '' ELSE 'а' END || ' ' || g.folded || ' ' || s.folded
            AS folded,
        f.latin || CASE WHEN is_male THEN '' ELSE 'a' END || ' ' || g.latin || ' ' || s.latin
            AS latin
    FROM person
    JOIN bench.words fn ON fn.kind = list
    JOIN bench.word f ON f.kind = list AND f.place = bench.pick(i, 4, fn.n)
    JOIN bench.words gn ON gn.kind = CASE WHEN is_male THEN 'given m' ELSE 'given f' END
    JOIN bench.word g ON g.kind = gn.kind AND g.place = bench.pick(i, 5, gn.n)
    JOIN bench.words sn ON sn.kind = CASE WHEN is_male THEN 'patronymic m' ELSE 'patronymic f' END
    JOIN bench.word s ON s.kind = sn.kind AND s.place = bench.pick(i, 6, sn.n)
"""

CHINESE = """
    UPDATE bench.person b SET family = f.written, given = g.written, patronymic = '', gender = '',
        folded = f.written || g.written,
        latin = f.folded || replace(g.folded, ' ', '') || ' ' || f.latin || g.latin
    FROM bench.word f, bench.word g, bench.words fn, bench.words gn
    WHERE b.country = 'CN' AND fn.kind = 'family cn' AND gn.kind = 'given cn'
      AND f.kind = fn.kind AND f.place = bench.pick(b.id, 4, fn.n)
      AND g.kind = gn.kind AND g.place = bench.pick(b.id, 5, gn.n)
"""

CUSTOMERS = """
    INSERT INTO customers_customer (id, holding_id, kind, full_name, family_name, given_name,
        patronymic, gender, form_of_address, search_name, sort_name, birth_date, city, language,
        time_zone, preferred_channel, version, created_at, updated_at)
    SELECT id, holding_id, 'person',
        CASE WHEN country = 'CN' THEN family || given
             ELSE family || ' ' || given || ' ' || patronymic END,
        family, given, patronymic, gender, '', folded || ' ' || latin,
        CASE WHEN country = 'CN' THEN latin ELSE folded END,
        date '1950-01-01' + bench.pick(id, 7, 20000), '', '', '', '', 1, now(), now()
    FROM bench.person
"""

RELATIONS = """
    INSERT INTO customers_customerrelation (dealership_id, customer_id, holding_id, since)
    SELECT dealership_id, id, holding_id, now() FROM bench.person
"""

CODES = """
    INSERT INTO customers_customercode (dealership_id, source_id, code, customer_id, imported_at)
    SELECT dealership_id, source_id, 'K' || lpad(id::text, 8, '0'), id, now() FROM bench.person
"""

PHONES = """
    INSERT INTO customers_contactpoint (customer_id, kind, value, as_given, label, position,
        is_valid, created_at)
    SELECT id, 'phone', CASE country WHEN 'CN' THEN '+8613' ELSE '+79' END
        || lpad(bench.pick(id, 10, 1000000000)::text, 9, '0'),
        '', '', 0, true, now()
    FROM bench.person
    UNION ALL
    SELECT id, 'email', 'u' || id || '@mail.example', '', '', 1, true, now()
    FROM bench.person WHERE bench.pick(id, 11, 4) = 0
"""

CONSENTS = """
    INSERT INTO customers_consent (customer_id, dealership_id, purpose, channel, is_granted,
        given_at, evidence, wording, recorded_at)
    SELECT id, dealership_id, purpose, 'any',
        purpose = 'service' OR bench.pick(id, 13, 10) < 9, now() - interval '1 year', 'import', '',
        now()
    FROM bench.person
    CROSS JOIN (VALUES ('service', 10), ('satisfaction', 8), ('advertising', 6)) said (purpose, n)
    WHERE bench.pick(id, 12, 10) < n
"""

CARS = """
    CREATE UNLOGGED TABLE bench.car AS
    SELECT j AS id, b.id AS customer_id, b.place, b.holding_id, b.dealership_id, b.country,
        %(first_day)s::date + bench.pick(j, 21, %(days)s) AS sold_on
    FROM generate_series(1, %(vehicles)s) j
    JOIN bench.person b ON b.id = 1 + bench.pick(j, 20, %(customers)s)
"""

VEHICLES = """
    INSERT INTO customers_vehicle (id, holding_id, vin, plate, plate_key, make, model, model_year,
        created_at, updated_at)
    SELECT id, holding_id, wmi || lpad(id::text, 8, '0'),
        CASE country WHEN 'CN' THEN plate ELSE translate(plate, 'ABEKMHOPCTYX', 'АВЕКМНОРСТУХ') END,
        plate, make, model, extract(year FROM sold_on), now(), now()
    FROM (
        SELECT c.*,
            (ARRAY['XW8ZZZ5NZ', 'X9FXXXEED', 'XTAGFL110', 'LVSHCFAE2', 'JTDBR32E0', 'WBA3A5C57'])
                [1 + bench.pick(id, 22, 6)] AS wmi,
            (ARRAY['Skoda', 'Ford', 'Lada', 'Chery', 'Toyota', 'BMW'])[1 + bench.pick(id, 22, 6)]
                AS make,
            (ARRAY['Octavia', 'Focus', 'Vesta', 'Tiggo', 'Corolla', '320'])
                [1 + bench.pick(id, 22, 6)] AS model,
            CASE country WHEN 'CN' THEN '京A' || lpad(bench.pick(id, 23, 100000)::text, 5, '0')
            ELSE substr('ABEKMHOPCTYX', 1 + bench.pick(id, 24, 12), 1)
                || lpad(bench.pick(id, 23, 1000)::text, 3, '0')
                || substr('ABEKMHOPCTYX', 1 + bench.pick(id, 25, 12), 1)
                || substr('ABEKMHOPCTYX', 1 + bench.pick(id, 26, 12), 1)
                || lpad((1 + bench.pick(id, 27, 99))::text, 2, '0') END AS plate
        FROM bench.car c
    ) named
"""

VEHICLE_RELATIONS = """
    INSERT INTO customers_vehiclerelation (dealership_id, vehicle_id, holding_id)
    SELECT dealership_id, id, holding_id FROM bench.car
"""

OWNERSHIPS = """
    INSERT INTO customers_ownership (holding_id, customer_id, vehicle_id, since, end_reason)
    SELECT holding_id, customer_id, id, sold_on, '' FROM bench.car
"""

SALES = """
    INSERT INTO sales_sale (dealership_id, source_system_id, contract_number, delivered_on,
        customer_id, vehicle_id, condition, price, accessories, finance, salesperson_id,
        lead_source_id, referrer_code, has_trade_in, created_at, updated_at)
    SELECT c.dealership_id, p.source_id, 'C' || lpad(c.id::text, 8, '0'), sold_on, customer_id,
        c.id, CASE WHEN bench.pick(c.id, 30, 5) = 0 THEN 'used' ELSE 'new' END,
        500000 + bench.pick(c.id, 31, 4000000), bench.pick(c.id, 32, 100000), 0,
        staff[1 + bench.pick(c.id, 33, cardinality(staff))],
        lead_sources[1 + bench.pick(c.id, 34, cardinality(lead_sources))],
        CASE WHEN bench.pick(c.id, 35, 20) = 0
            THEN 'K' || lpad((1 + bench.pick(c.id, 36, %(customers)s))::text, 8, '0') ELSE '' END,
        false, now(), now()
    FROM bench.car c JOIN bench.place p USING (place)
"""

VISITS = """
    INSERT INTO service_repairorder (dealership_id, source_system_id, number, opened_at,
        promised_at, closed_at, closed_on, customer_id, vehicle_id, odometer_km, kind, labour,
        parts, body, advisor_id, is_repeat_repair, recommendations, created_at, updated_at)
    SELECT dealership_id, source_id, 'R' || lpad(v::text, 8, '0'), opened_at,
        opened_at + interval '4 hours',
        CASE WHEN is_closed THEN opened_at + make_interval(mins => 60 + bench.pick(v, 46, 300)) END,
        CASE WHEN is_closed THEN day END, customer_id, id, (day - sold_on) * 40 + 10,
        (ARRAY['maintenance', 'repair', 'maintenance', 'warranty', 'body', 'tyres'])
            [1 + bench.pick(v, 42, 6)],
        1000 + bench.pick(v, 43, 20000), bench.pick(v, 44, 30000), 0,
        staff[1 + bench.pick(v, 45, cardinality(staff))], bench.pick(v, 47, 50) = 0, '', now(),
        now()
    FROM (
        SELECT v, c.*, p.source_id, p.staff, day, bench.pick(v, 41, 100) < 98 AS is_closed,
            (day + time '09:00') AT TIME ZONE p.time_zone AS opened_at
        FROM generate_series(1, %(visits)s) v
        JOIN bench.car c ON c.id = 1 + bench.pick(v, 40, %(vehicles)s)
        JOIN bench.place p USING (place)
        CROSS JOIN LATERAL (
            SELECT sold_on + bench.pick(v, 48, 1 + (%(today)s::date - sold_on)) AS day
        ) visit
    ) visited
"""

READINGS = """
    INSERT INTO customers_odometerreading (vehicle_id, read_on, km)
    SELECT DISTINCT vehicle_id, closed_on, odometer_km FROM service_repairorder
    WHERE kind = 'maintenance' AND closed_on IS NOT NULL
"""

AGREEMENTS = """
    INSERT INTO customers_agreement (dealership_id, customer_id, vehicle_id, kind, starts_on,
        ends_on, provider, number, created_at)
    SELECT dealership_id, customer_id, id, 'warranty', sold_on, sold_on + 3 * 365, '', '', now()
    FROM bench.car
    UNION ALL
    SELECT dealership_id, customer_id, id, 'own_damage_insurance', sold_on, sold_on + 365, '', '',
        now()
    FROM bench.car WHERE bench.pick(id, 50, 3) = 0
"""

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

# due days spread over a year: the window of the rule holds an eighth of the cars
FORECASTS = """
    INSERT INTO service_maintenanceforecast (dealership_id, vehicle_id, plan_id, anchor_on,
        readings, due_by_time_on, due_on, tolerance_days, computed_at)
    SELECT c.dealership_id, c.id, p.plan_id, due_on - 365, 0, due_on, due_on, 14, now()
    FROM (SELECT *, %(today)s::date - 180 + bench.pick(id, 70, 365) AS due_on FROM bench.car) c
    JOIN bench.place p USING (place)
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
    "operators": OPERATORS, "memberships": MEMBERSHIPS, "people": RUSSIANS, "of them Chinese":
    CHINESE, "customers": CUSTOMERS, "relations": RELATIONS, "codes": CODES, "contact points":
    PHONES, "consents": CONSENTS, "cars": CARS, "vehicles": VEHICLES, "vehicle relations":
    VEHICLE_RELATIONS, "ownerships": OWNERSHIPS, "sales": SALES, "visits": VISITS, "odometer":
    READINGS, "agreements": AGREEMENTS, "traffic": TRAFFIC, "spend": SPEND, "forecasts":
    FORECASTS, "tasks": TASKS, "reasons": REASONS,
}  # fmt: skip

SEQUENCES = tuple(
    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
    for table in (
        "dealerships_user", "customers_customer", "customers_vehicle", "followups_calltask",
    )
)  # fmt: skip

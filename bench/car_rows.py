"""The statements that make cars: who has them, their sales, visits, agreements, forecasts."""

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

# due days spread over a year: the window of the rule holds an eighth of the cars
FORECASTS = """
    INSERT INTO service_maintenanceforecast (dealership_id, vehicle_id, plan_id, anchor_on,
        readings, due_by_time_on, due_on, tolerance_days, computed_at)
    SELECT c.dealership_id, c.id, p.plan_id, due_on - 365, 0, due_on, due_on, 14, now()
    FROM (SELECT *, %(today)s::date - 180 + bench.pick(id, 70, 365) AS due_on FROM bench.car) c
    JOIN bench.place p USING (place)
"""

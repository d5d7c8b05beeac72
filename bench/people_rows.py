"""The statements that make people: operators, customers, how to reach them, what they allow."""

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

"""The statements of one planning run, in their order. Set-based: never a row at a time.

The occasions and what is left of them stand in temporary tables, because those can be analysed:
a plan chosen on the statistics of a table that was empty a minute ago may take hours.
"""

from followups import eligibility

TABLES = ("planning_occasion", "planning_reason", "planning_card")

CREATE_OCCASIONS = """
    CREATE TEMPORARY TABLE planning_occasion (
        rule_id bigint, dealership_id bigint, customer_id bigint, vehicle_id bigint,
        subject_id bigint, cycle_on date, due_on date, due_from date, due_until date,
        salesperson_id bigint, advisor_id bigint, facts jsonb, purpose text, needs_owner boolean
    ) ON COMMIT DROP
"""

# Not yet a reason. The LIMIT keeps this a look-up by the unique index for each occasion, whatever
# the statistics of call reasons say (they are stale after a large first run).
UNKNOWN = """
    (SELECT true FROM followups_callreason known
     WHERE known.rule_id = %(rule)s AND known.subject_id = e.subject_id
       AND known.cycle_on = e.cycle_on LIMIT 1) IS NULL
"""

# due_on is what the card names: an end date ahead, or the first day of the window
ADD_OCCASIONS = f"""
    INSERT INTO planning_occasion
    SELECT %(rule)s, %(dealership)s, e.customer_id, e.vehicle_id, e.subject_id, e.cycle_on,
        greatest(e.event_on, e.event_on + %(offset)s), e.event_on + %(offset)s,
        e.event_on + %(offset)s + %(window)s - 1,
        e.salesperson_id, e.advisor_id, e.facts, %(purpose)s, %(needs_owner)s
    FROM ({{occasions}}) e
    WHERE {UNKNOWN}
"""  # noqa: S608 - constants of this module

# who calls, for each rule and name in the DMS (0: nobody); the fallback, else the team (NULL)
ASSIGNEES = """
    SELECT r.id AS rule_id, s.staff_id,
        CASE WHEN r.assignee <> 'team' THEN coalesce(
            (SELECT m.user_id FROM member m
             WHERE m.user_id = CASE r.assignee WHEN 'person' THEN r.person_id ELSE s.user_id END
               AND r.only_role IN ('', m.role) LIMIT 1),
            (SELECT m.user_id FROM member m
             WHERE m.user_id = r.fallback_person_id AND r.only_role IN ('', m.role) LIMIT 1)
        ) END AS user_id
    FROM followups_rule r
    CROSS JOIN (
        SELECT id AS staff_id, user_id FROM dealerships_staffmember
        WHERE dealership_id = %(dealership)s
        UNION ALL SELECT 0, NULL
    ) s
    WHERE r.dealership_id = %(dealership)s AND r.id IN (SELECT rule_id FROM planning_occasion)
"""

MEMBERS = """
    SELECT m.user_id, m.role FROM dealerships_membership m
    JOIN dealerships_user u ON u.id = m.user_id AND u.is_active
    WHERE m.dealership_id = %(dealership)s AND m.ended_at IS NULL
"""

# the staff of the occasion, else of the customer's last sale or visit (with that car)
STAFF = """
    LEFT JOIN LATERAL (
        SELECT s.salesperson_id FROM sales_sale s
        WHERE s.dealership_id = o.dealership_id AND s.customer_id = o.customer_id
          AND (o.vehicle_id IS NULL OR s.vehicle_id = o.vehicle_id)
          AND s.cancelled_at IS NULL AND s.delivered_on <= %(day)s
        ORDER BY s.delivered_on DESC, s.contract_number COLLATE "C" DESC LIMIT 1
    ) sale ON r.assignee = 'salesperson' AND o.salesperson_id IS NULL
    LEFT JOIN LATERAL (
        SELECT v.advisor_id FROM service_repairorder v
        WHERE v.dealership_id = o.dealership_id AND v.customer_id = o.customer_id
          AND (o.vehicle_id IS NULL OR v.vehicle_id = o.vehicle_id) AND v.closed_on <= %(day)s
        ORDER BY v.closed_on DESC, v.closed_at DESC, v.id DESC LIMIT 1
    ) visit ON r.assignee = 'advisor' AND o.advisor_id IS NULL
"""

STAFF_ID = """
    coalesce(CASE r.assignee
        WHEN 'salesperson' THEN coalesce(o.salesperson_id, sale.salesperson_id)
        WHEN 'advisor' THEN coalesce(o.advisor_id, visit.advisor_id)
    END, 0)
"""

# callable hours begin; a customer who prefers a later hour is not called before it
NOT_BEFORE = """
    greatest(
        (%(day)s::date + d.calls_from) AT TIME ZONE d.time_zone,
        CASE WHEN c.preferred_from < d.calls_until
            THEN (%(day)s::date + c.preferred_from) AT TIME ZONE d.time_zone END
    )
"""

CHOOSE_REASONS = f"""
    CREATE TEMPORARY TABLE planning_reason ON COMMIT DROP AS
    WITH member AS MATERIALIZED ({MEMBERS}), assignee AS MATERIALIZED ({ASSIGNEES})
    SELECT DISTINCT ON (o.rule_id, o.subject_id, o.cycle_on)
        o.*, r.only_role, r.priority, r.max_attempts, a.user_id AS assigned_to_id,
        {NOT_BEFORE} AS not_before
    FROM planning_occasion o
    JOIN followups_rule r ON r.id = o.rule_id AND r.dealership_id = %(dealership)s
    JOIN dealerships_dealership d ON d.id = o.dealership_id
    JOIN customers_customer c ON c.id = o.customer_id
        AND c.merged_into_id IS NULL AND c.do_not_call_since IS NULL
    {eligibility.CONSENT_JOINS}
    {STAFF}
    LEFT JOIN assignee a ON a.rule_id = o.rule_id AND a.staff_id = {STAFF_ID}
    WHERE {eligibility.CONSENTED} AND {eligibility.REACHABLE}
      AND {eligibility.NOT_ON_HOLD} AND {eligibility.OWNS_THE_CAR}
    ORDER BY o.rule_id, o.subject_id, o.cycle_on
"""  # noqa: S608 - constants of this module

# One card a customer (and role). It joins a waiting card; a card in somebody's hands, or one
# that an operator is just taking, is left alone: its new reasons wait for the next run.
GATHER_CARDS = """
    CREATE TEMPORARY TABLE planning_card ON COMMIT DROP AS
    WITH wanted AS (
        SELECT customer_id, only_role, min(priority) AS priority, max(due_until) AS due_until,
            max(max_attempts) AS max_attempts, min(not_before) AS not_before,
            (array_agg(assigned_to_id ORDER BY priority, due_until, rule_id, subject_id))[1]
                AS assigned_to_id
        FROM planning_reason GROUP BY customer_id, only_role
    ),
    standing AS (
        SELECT t.id, t.customer_id, t.only_role FROM wanted w JOIN followups_calltask t
            ON t.dealership_id = %(dealership)s AND t.customer_id = w.customer_id
            AND t.only_role = w.only_role AND t.status IN ('waiting', 'held')
    ),
    -- by the card's key: statistics of before a large run believe the indexes of those that wait
    -- empty, and a status that is an expression cannot be asked of them
    free AS (
        SELECT t.id FROM standing s JOIN followups_calltask t ON t.id = s.id
        WHERE t.status || '' = 'waiting'
        FOR UPDATE OF t SKIP LOCKED
    )
    SELECT w.*, standing.id IS NULL AS is_new, free.id IS NOT NULL AS is_joined,
        coalesce(standing.id,
            nextval(pg_get_serial_sequence('followups_calltask', 'id'))) AS task_id
    FROM wanted w
    LEFT JOIN standing USING (customer_id, only_role)
    LEFT JOIN free ON free.id = standing.id
"""

JOIN_CARDS = """
    UPDATE followups_calltask t SET
        priority = least(t.priority, n.priority),
        due_until = greatest(t.due_until, n.due_until),
        max_attempts = greatest(t.max_attempts, n.max_attempts),
        assigned_to_id = CASE WHEN n.priority < t.priority AND t.callback_at IS NULL
            THEN n.assigned_to_id ELSE t.assigned_to_id END
    FROM planning_card n
    WHERE t.id = n.task_id AND n.is_joined
"""

ADD_CARDS = """
    INSERT INTO followups_calltask (
        id, dealership_id, customer_id, only_role, status, priority, not_before, due_until,
        assigned_to_id, attempts, max_attempts, last_address, fence, draft_note, drop_reason,
        planned_on, created_at
    )
    SELECT task_id, %(dealership)s, customer_id, only_role, 'waiting', priority, not_before,
        due_until, assigned_to_id, 0, max_attempts, '', 0, '', '', %(day)s, %(at)s
    FROM planning_card WHERE is_new
    ON CONFLICT DO NOTHING
"""

ADD_REASONS = """
    WITH added AS (
        INSERT INTO followups_callreason (
            dealership_id, task_id, customer_id, rule_id, vehicle_id, subject_id, cycle_on,
            due_on, due_from, due_until, facts, status, planned_on
        )
        SELECT p.dealership_id, t.id, p.customer_id, p.rule_id, p.vehicle_id, p.subject_id,
            p.cycle_on, p.due_on, p.due_from, p.due_until, p.facts, 'open', %(day)s
        FROM planning_reason p
        JOIN planning_card n USING (customer_id, only_role)
        -- a card that could not be added (somebody else was first) takes no reason
        JOIN followups_calltask t ON t.id = n.task_id
        WHERE n.is_new OR n.is_joined
        ON CONFLICT (rule_id, subject_id, cycle_on) DO NOTHING
        RETURNING rule_id
    )
    SELECT rule_id, count(*) FROM added GROUP BY rule_id
"""

ADD_EVENTS = """
    INSERT INTO followups_taskevent (
        dealership_id, task_id, at, kind, from_status, to_status, before
    )
    SELECT %(dealership)s, t.id, %(at)s, 'planned',
        CASE WHEN n.is_new THEN '' ELSE 'waiting' END, 'waiting', '{}'
    FROM planning_card n JOIN followups_calltask t ON t.id = n.task_id
    WHERE n.is_new OR n.is_joined
"""

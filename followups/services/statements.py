"""The statement of a planning run: occasions, whom of them to call, their cards, what is added.

One statement for several dealerships, each with a day of its own. No part of it is joined with
another part: what a part holds is unknown until it runs, and a join chosen for one row may take
hours with a hundred thousand. They are looked up by key, counted in windows or hashed.
"""

from functools import cache

from followups import control, eligibility
from followups.occasions import RULES, UNKNOWN, occasions_of

# the staff of the occasion, else of the customer's last sale or visit (with that car)
STAFF_ID = """
    CASE o.assignee
        WHEN 'salesperson' THEN coalesce(o.salesperson_id, (
            SELECT s.salesperson_id FROM sales_sale s
            WHERE s.dealership_id = o.dealership_id AND s.customer_id = o.customer_id
              AND (o.vehicle_id IS NULL OR s.vehicle_id = o.vehicle_id)
              AND s.cancelled_at IS NULL AND s.delivered_on <= o.day
            ORDER BY s.delivered_on DESC, s.contract_number COLLATE "C" DESC LIMIT 1))
        WHEN 'advisor' THEN coalesce(o.advisor_id, (
            SELECT v.advisor_id FROM service_repairorder v
            WHERE v.dealership_id = o.dealership_id AND v.customer_id = o.customer_id
              AND (o.vehicle_id IS NULL OR v.vehicle_id = o.vehicle_id) AND v.closed_on <= o.day
            ORDER BY v.closed_on DESC, v.closed_at DESC, v.id DESC LIMIT 1))
    END
"""

# a person who works here today, in the role that the rule wants
WORKING = """
    (SELECT m.user_id FROM dealerships_membership m
     JOIN dealerships_user u ON u.id = m.user_id AND u.is_active
     WHERE m.user_id = {person} AND m.dealership_id = o.dealership_id AND m.ended_at IS NULL
       AND o.only_role IN ('', m.role) LIMIT 1)
"""
PERSON = f"""
    CASE o.assignee WHEN 'person' THEN o.person_id ELSE (
        SELECT s.user_id FROM dealerships_staffmember s
        WHERE s.dealership_id = o.dealership_id AND s.id = {STAFF_ID})
    END
"""  # noqa: S608 - constants of this module

# who calls; the fallback, else the team (NULL)
ASSIGNED_TO = f"""
    CASE WHEN o.assignee <> 'team' THEN coalesce(
        {WORKING.format(person=PERSON)}, {WORKING.format(person="o.fallback_person_id")})
    END
"""

# as followups.rules.plans: what does not fit into the window gives way to the last call
CALL_ON = "least(o.day + o.call_day, o.due_until)"
MESSAGE_ON = """
    CASE WHEN in_writing THEN least(day + first_message_day, due_until)
        WHEN day + message_day < due_until THEN day + message_day END
"""

# callable hours begin; a customer who prefers a later hour, on their own clock, is not called
# before it, as long as somebody is at work by then
PREFERRED = f"""
    ({CALL_ON} + c.preferred_from) AT TIME ZONE coalesce(nullif(c.time_zone, ''), o.time_zone)
"""
NOT_BEFORE = f"""
    greatest(
        ({CALL_ON} + o.calls_from) AT TIME ZONE o.time_zone,
        CASE WHEN {PREFERRED} < ({CALL_ON} + o.calls_until) AT TIME ZONE o.time_zone
            THEN {PREFERRED} END
    )
"""

# what a reason is made of, besides its card
TOLD = """
    id, dealership_id, customer_id, vehicle_id, subject_id, cycle_on, due_on, due_from, due_until,
    facts, day, in_writing, message_day, first_message, first_message_day
"""

# the customer's open card, waiting or held
STANDING = """
    (SELECT t.id FROM followups_calltask t
     WHERE t.dealership_id = o.dealership_id AND t.customer_id = o.customer_id
       AND t.only_role = o.only_role AND t.status IN ('waiting', 'held') LIMIT 1)
"""

ELIGIBLE = f"""
    SELECT DISTINCT ON (o.id, o.subject_id, o.cycle_on)
        o.*, {ASSIGNED_TO} AS assigned_to_id, {NOT_BEFORE} AS not_before,
        {STANDING} AS standing_id, {control.IS_CONTROL} AS is_control,
        {eligibility.IN_WRITING} AS in_writing
    FROM occasion o
    JOIN customers_customer c ON c.id = o.customer_id AND c.merged_into_id IS NULL
    {eligibility.CONSENT_JOINS}
    WHERE {eligibility.ALL_HOLD}
    ORDER BY o.id, o.subject_id, o.cycle_on, o.customer_id
"""  # noqa: S608 - constants of this module

# Advertising that needs a call of its own must have room in the customer's contact budget; where
# the customer is called anyway it rides along. None of it soon after a complaint. The control
# group is among them until its draw is written down, so that both arms are chosen alike.
REASONS = f"""
    SELECT * FROM (
        SELECT eligible.*, bool_or({eligibility.RIDES_ALONG}) OVER (
            PARTITION BY dealership_id, customer_id, only_role) AS rides_along
        FROM eligible
    ) o
    WHERE {eligibility.WITHIN_BUDGET}
"""  # noqa: S608 - constants of this module

# A card in somebody's hands, or one that an operator is just taking, is left alone: its new
# reasons wait for the next run. By the card's key: statistics of before a large run believe the
# indexes of those that wait empty, and a status that is an expression cannot be asked of them.
FREE = """
    SELECT t.id FROM followups_calltask t
    WHERE t.id = ANY (ARRAY(SELECT standing_id FROM reason
        WHERE standing_id IS NOT NULL AND NOT is_control AND NOT in_writing))
      AND t.status || '' = 'waiting'
    FOR UPDATE SKIP LOCKED
"""

# One card a customer (and role): the most urgent reason leads, draws a new card's number and
# says who calls.
PLACED = """
    SELECT drawn.*, max(number) OVER (
        PARTITION BY dealership_id, customer_id, only_role) AS task_id
    FROM (
        SELECT reason.*, row_number() OVER urgency = 1 AS leads,
            min(priority) OVER card AS card_priority, max(due_until) OVER card AS card_until,
            max(max_attempts) OVER card AS card_attempts, min(not_before) OVER card AS card_from,
            standing_id IS NULL AS is_new, standing_id IN (SELECT id FROM free) AS is_joined,
            coalesce(standing_id, CASE WHEN row_number() OVER urgency = 1
                THEN nextval(pg_get_serial_sequence('followups_calltask', 'id')) END) AS number
        FROM reason WHERE NOT is_control AND NOT in_writing
        WINDOW card AS (PARTITION BY dealership_id, customer_id, only_role),
            urgency AS (card ORDER BY priority, due_until, id, subject_id, cycle_on)
    ) drawn
"""

# a card that waits for a later step of its plan comes earlier; a retry or promise keeps its time
JOIN_CARDS = """
    UPDATE followups_calltask t SET
        not_before = CASE
            WHEN t.callback_at IS NULL AND t.lapses = 0
                AND (t.attempts = 0 OR t.not_before > n.card_from + interval '2 days')
            THEN least(t.not_before, n.card_from) ELSE t.not_before
        END,
        priority = least(t.priority, n.card_priority),
        due_until = greatest(t.due_until, n.card_until),
        max_attempts = greatest(t.max_attempts, n.card_attempts),
        assigned_to_id = CASE WHEN n.card_priority < t.priority AND t.callback_at IS NULL
            THEN n.assigned_to_id ELSE t.assigned_to_id END
    FROM placed n
    WHERE t.id = n.task_id AND n.is_joined AND n.leads
    RETURNING t.id, t.dealership_id
"""

ADD_CARDS = """
    INSERT INTO followups_calltask (
        id, dealership_id, customer_id, only_role, status, priority, not_before, due_until,
        assigned_to_id, attempts, max_attempts, last_address, fence, draft_note, drop_reason,
        planned_on, created_at
    )
    SELECT task_id, dealership_id, customer_id, only_role, 'waiting', card_priority, card_from,
        card_until, assigned_to_id, 0, card_attempts, '', 0, '', '', day, %(at)s
    FROM placed WHERE is_new AND leads
    ON CONFLICT DO NOTHING
    RETURNING id, dealership_id
"""

# a card that could not be added (somebody else was first) takes no reason; what is told in writing
# has no card, and begins with its plan's first message
ADD_REASONS = f"""
    INSERT INTO followups_callreason (
        dealership_id, task_id, customer_id, rule_id, vehicle_id, subject_id, cycle_on,
        due_on, due_from, due_until, facts, status, planned_on, message_on, step
    )
    SELECT dealership_id, task_id, customer_id, id, vehicle_id, subject_id, cycle_on,
        due_on, due_from, due_until, facts, 'open', day, {MESSAGE_ON},
        CASE WHEN in_writing THEN first_message ELSE 1 END
    FROM (
        SELECT {TOLD}, task_id FROM placed
        WHERE is_joined OR task_id IN (SELECT id FROM added_card)
        UNION ALL SELECT {TOLD}, NULL FROM reason WHERE in_writing AND NOT is_control
    ) told
    ON CONFLICT (rule_id, subject_id, cycle_on) DO NOTHING
    RETURNING rule_id
"""  # noqa: S608 - constants of this module

ADD_EVENTS = """
    INSERT INTO followups_taskevent (
        dealership_id, task_id, at, kind, from_status, to_status, before
    )
    SELECT dealership_id, id, %(at)s, 'planned', '', 'waiting', '{}'::jsonb FROM added_card
    UNION ALL
    SELECT dealership_id, id, %(at)s, 'planned', 'waiting', 'waiting', '{}' FROM joined_card
"""

# the day a rule was first planned for
BEGIN_RULES = """
    UPDATE followups_rule r SET first_planned_on = rule.day
    FROM rule WHERE r.id = rule.id AND r.first_planned_on IS NULL
"""

# what there is of each, by the rule or by the dealership
COUNTS = """
    SELECT CASE WHEN is_control THEN 'controls' ELSE 'wanted' END, dealership_id, count(*)
    FROM reason GROUP BY is_control, dealership_id
    UNION ALL SELECT 'cards', dealership_id, count(*) FROM added_card GROUP BY dealership_id
    UNION ALL SELECT 'reasons', rule_id, count(*) FROM added_reason GROUP BY rule_id
"""


@cache
def planning(triggers: frozenset[str]) -> str:
    """The statement that plans rules of these triggers; it returns COUNTS.

    Parameters: those of `parameters`.
    """
    return f"""
        WITH rule AS MATERIALIZED ({RULES}),
            occasion AS ({occasions_of(triggers, chosen=UNKNOWN)}),
            eligible AS ({ELIGIBLE}),
            reason AS MATERIALIZED ({REASONS}),
            drawn AS ({control.ADD_DRAWS}),
            free AS MATERIALIZED ({FREE}),
            placed AS MATERIALIZED ({PLACED}),
            joined_card AS ({JOIN_CARDS}),
            added_card AS ({ADD_CARDS}),
            added_reason AS ({ADD_REASONS}),
            added_event AS ({ADD_EVENTS}),
            begun_rule AS ({BEGIN_RULES})
        {COUNTS}
    """

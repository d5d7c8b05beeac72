"""Who stays in the control group of a rule (N4), as SQL; for the planner and for why / why not.

Over an alias `o`: an occasion with the columns of its rule. A rule without a control group pays
one look-up a run. An occasion keeps the arm that was written down for it, whatever the share is
changed to; a new one is drawn by followups.rules.arms.
"""

from followups.rules.arms import NUMBERS

# over the rule `r` and its day `w.day`: does any occasion of it have to be asked for its arm?
HAS_CONTROLS = """
    (r.control_share > 0 OR EXISTS (SELECT 1 FROM followups_draw drawn
        WHERE drawn.rule_id = r.id AND drawn.is_control AND drawn.due_until >= w.day))
"""

# true or false as written down, NULL where nothing was drawn
WRITTEN = """
    CASE WHEN o.has_controls THEN (
        SELECT drawn.is_control FROM followups_draw drawn
        WHERE drawn.rule_id = o.id AND drawn.subject_id = o.subject_id
          AND drawn.cycle_on = o.cycle_on LIMIT 1)
    END
"""

NUMBER = """
    ('x' || encode(substring(
        sha256(convert_to(o.id || ':' || o.customer_id, 'UTF8')) FROM 1 FOR 4), 'hex')
    )::bit(32)::bigint
"""

IS_CONTROL = f"""
    CASE WHEN o.has_controls
        THEN coalesce({WRITTEN}, {NUMBER} * 100 < o.control_share * {NUMBERS}::bigint)
        ELSE false
    END
"""

# both arms of what could be called today; what was drawn before stays as it is
ADD_DRAWS = """
    INSERT INTO followups_draw (
        dealership_id, rule_id, customer_id, subject_id, cycle_on, due_from, due_until,
        is_control, share, drawn_on, drawn_at
    )
    SELECT dealership_id, id, customer_id, subject_id, cycle_on, due_from, due_until,
        is_control, control_share, day, %(at)s
    FROM reason WHERE control_share > 0
    ON CONFLICT (rule_id, subject_id, cycle_on) DO NOTHING
"""

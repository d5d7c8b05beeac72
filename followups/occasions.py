"""The occasions of rules on a day, as SQL: what happened or falls due, for whom, in which window.

For the planner (followups.services.statements) and for why / why not (followups.why).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from communications.contact_hours import is_presumed
from dealerships.models import Dealership
from followups import control
from followups.models import Rule
from followups.rules import windows
from followups.triggers import TRIGGERS

# the rules that are planned, with their day, the days (inclusive) of the events they look for, and
# whether the law lets their purpose rest on notice
RULES = f"""
    SELECT r.id, r.dealership_id, r.trigger, r.offset_days, r.window_days, r.months, r.holiday,
        r.purpose, r.only_role, r.priority, s.max_attempts, s.call_day, s.message_day,
        s.first_message, s.first_message_day,
        r.assignee, r.person_id, r.fallback_person_id, d.calls_from, d.calls_until, d.time_zone,
        d.marketing_contacts, d.marketing_days, d.days_after_complaint,
        coalesce(r.first_planned_on, w.day) AS began_on,
        w.day, w.first, w.last, w.is_presumed,
        r.control_share, {control.HAS_CONTROLS} AS has_controls
    FROM unnest(%(rules)s::bigint[], %(days)s::date[], %(firsts)s::date[], %(lasts)s::date[],
        %(presumed)s::boolean[]) AS w (id, day, first, last, is_presumed)
    JOIN followups_rule r ON r.id = w.id
    JOIN dealerships_dealership d ON d.id = r.dealership_id
    CROSS JOIN LATERAL (
        SELECT sum(attempts) FILTER (WHERE channel = 'call') AS max_attempts,
            min(day) FILTER (WHERE channel = 'call') AS call_day,
            min(day) FILTER (WHERE channel <> 'call' AND position = 1) AS message_day,
            min(position) FILTER (WHERE channel <> 'call') AS first_message,
            min(day) FILTER (WHERE channel <> 'call') AS first_message_day
        FROM followups_planstep WHERE rule_id = r.id
    ) s
"""  # noqa: S608 - constants of the code

# Not yet a reason. The LIMIT keeps this a look-up by the unique index for each occasion, whatever
# the statistics of call reasons say (they are stale after a large first run).
UNKNOWN = """
    (SELECT true FROM followups_callreason known
     WHERE known.rule_id = rule.id AND known.subject_id = e.subject_id
       AND known.cycle_on = e.cycle_on LIMIT 1) IS NULL
"""

# due_on is what the card names: an end date ahead, or the first day of the window
OCCASIONS_OF = """
    SELECT rule.*, {needs_owner} AS needs_owner,
        e.customer_id, e.vehicle_id, e.subject_id, e.cycle_on, e.salesperson_id, e.advisor_id,
        e.facts, greatest(e.event_on, e.event_on + rule.offset_days) AS due_on,
        e.event_on + rule.offset_days AS due_from,
        e.event_on + rule.offset_days + rule.window_days - 1 AS due_until
    FROM rule CROSS JOIN LATERAL ({occasions}) e
    WHERE rule.trigger = '{code}' AND {chosen}
"""


def parameters(
    planned: Sequence[tuple[Rule, Dealership, date]], *, at: datetime, around: int = 0
) -> dict[str, Any]:
    """Of the part RULES: each rule with its day; events `around` days beyond its window too."""
    event_windows = [
        windows.event_window(day=day, offset_days=rule.offset_days, window_days=rule.window_days)
        for rule, _dealership, day in planned
    ]
    beyond = timedelta(days=around)
    return {
        "rules": [rule.pk for rule, _dealership, _day in planned],
        "days": [day for _rule, _dealership, day in planned],
        "firsts": [first - beyond for first, _last in event_windows],
        "lasts": [last + beyond for _first, last in event_windows],
        "presumed": [is_presumed(rule.purpose, dealership) for rule, dealership, _day in planned],
        "at": at,
    }


def occasions_of(triggers: Iterable[str], *, chosen: str) -> str:
    """The occasions of these triggers for which `chosen` holds: SQL over rule and e."""
    return " UNION ALL ".join(
        OCCASIONS_OF.format(
            code=code,
            occasions=TRIGGERS[code].occasions,
            needs_owner=TRIGGERS[code].needs_owner and not TRIGGERS[code].finds_owner,
            chosen=chosen,
        )
        for code in sorted(triggers)
    )

"""A complaint was closed with the customer content: ask once more whether all is well.

One that was rejected is not asked about. Opened again, it settles the call; closed again on
another day, it is a new occasion.
"""

from followups.models import Rule
from followups.triggers.base import Trigger


class ComplaintClosed(Trigger):
    code = Rule.Trigger.COMPLAINT_CLOSED
    needs_owner = False
    owes_contact = True
    occasions = """
        SELECT c.customer_id, c.vehicle_id, c.id AS subject_id, closed.on_day AS cycle_on,
            closed.on_day AS event_on, NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object(
                'on', closed.on_day, 'category', c.category, 'solution', left(c.solution, 300)
            ) AS facts
        FROM complaints_complaint c
        CROSS JOIN LATERAL (
            SELECT (c.closed_at AT TIME ZONE rule.time_zone)::date AS on_day
        ) closed
        WHERE c.dealership_id = rule.dealership_id AND c.status = 'closed'
          AND c.closed_at >= rule.first::timestamp AT TIME ZONE rule.time_zone
          AND c.closed_at < (rule.last + 1)::timestamp AT TIME ZONE rule.time_zone
    """
    settled = """
        NOT EXISTS (SELECT 1 FROM complaints_complaint c
            JOIN dealerships_dealership home ON home.id = c.dealership_id
            WHERE c.id = x.subject_id AND c.status = 'closed'
              AND (c.closed_at AT TIME ZONE home.time_zone)::date = x.cycle_on)
    """

"""A service visit was closed: ask how it was.

Every kind but the car wash. Whoever brought the car is asked, owner or not; two visits in the
window are two reasons on one card.
"""

from followups.models import Rule
from followups.triggers.base import Trigger


class VisitClosed(Trigger):
    code = Rule.Trigger.VISIT_CLOSED
    outcome_days = 180
    needs_owner = False
    occasions = """
        SELECT v.customer_id, v.vehicle_id, v.id AS subject_id, v.closed_on AS cycle_on,
            v.closed_on AS event_on, NULL::bigint AS salesperson_id, v.advisor_id,
            jsonb_build_object('on', v.closed_on, 'number', v.number, 'kind', v.kind) AS facts
        FROM service_repairorder v
        WHERE v.dealership_id = rule.dealership_id AND v.kind <> 'wash'
          AND v.closed_on BETWEEN rule.first AND rule.last
    """

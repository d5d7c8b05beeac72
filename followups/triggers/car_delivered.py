"""A car was delivered: the care after the sale begins."""

from followups.models import Rule
from followups.triggers.base import Trigger


class CarDelivered(Trigger):
    code = Rule.Trigger.CAR_DELIVERED
    outcome_days = 365  # until the first maintenance
    occasions = """
        SELECT s.customer_id, s.vehicle_id, s.id AS subject_id, s.delivered_on AS cycle_on,
            s.delivered_on AS event_on, s.salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object('on', s.delivered_on) AS facts
        FROM sales_sale s
        WHERE s.dealership_id = rule.dealership_id AND s.cancelled_at IS NULL
          AND s.delivered_on BETWEEN rule.first AND rule.last
    """
    settled = """
        EXISTS (SELECT 1 FROM sales_sale s
            WHERE s.id = x.subject_id AND s.cancelled_at IS NOT NULL)
    """

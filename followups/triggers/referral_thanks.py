"""Somebody bought because a customer recommended us: that customer is thanked.

Once the car is delivered; about no car of their own.
"""

from followups.models import Rule
from followups.triggers.base import Trigger


class ReferralThanks(Trigger):
    code = Rule.Trigger.REFERRAL_THANKS
    outcome_days = 180
    needs_owner = False
    occasions = """
        SELECT s.referrer_id AS customer_id, NULL::bigint AS vehicle_id, s.id AS subject_id,
            s.delivered_on AS cycle_on, s.delivered_on AS event_on,
            s.salesperson_id, NULL::bigint AS advisor_id,
            -- looked up: a join reads all customers for a few sales
            jsonb_build_object('on', s.delivered_on, 'buyer',
                (SELECT buyer.full_name FROM customers_customer buyer
                 WHERE buyer.id = s.customer_id)) AS facts
        FROM sales_sale s
        WHERE s.dealership_id = rule.dealership_id AND s.cancelled_at IS NULL
          AND s.delivered_on BETWEEN rule.first AND rule.last
          AND s.referrer_id <> s.customer_id
    """
    settled = """
        EXISTS (SELECT 1 FROM sales_sale s
            WHERE s.id = x.subject_id
              AND (s.cancelled_at IS NOT NULL OR s.referrer_id IS DISTINCT FROM x.customer_id))
    """

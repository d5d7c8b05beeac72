"""A car has been with its owner for so many months: time to talk about the next one (trade-in).

Counted from its delivery here, new or used: the only day of its life that every dealer's system
tells. Who has bought another car here since is not asked about the older one.
"""

from followups.models import Rule
from followups.triggers.base import Result, Trigger


class CarAge(Trigger):
    code = Rule.Trigger.CAR_AGE
    result = Result.BOUGHT
    outcome_days = 365
    occasions = """
        SELECT s.customer_id, s.vehicle_id, s.id AS subject_id, s.delivered_on AS cycle_on,
            old.event_on, s.salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object('on', s.delivered_on, 'months', rule.months) AS facts
        FROM sales_sale s
        CROSS JOIN LATERAL (
            SELECT (s.delivered_on + make_interval(months => rule.months))::date AS event_on
        ) old
        WHERE s.dealership_id = rule.dealership_id AND s.cancelled_at IS NULL
          -- a month's last days: one day may be reached from several
          AND s.delivered_on BETWEEN
            (rule.first - make_interval(months => rule.months))::date - 3
            AND (rule.last - make_interval(months => rule.months))::date + 3
          AND old.event_on BETWEEN rule.first AND rule.last
          AND NOT EXISTS (
            SELECT 1 FROM sales_sale newer
            WHERE newer.customer_id = s.customer_id AND newer.dealership_id = s.dealership_id
              AND newer.cancelled_at IS NULL
              AND newer.delivered_on > s.delivered_on AND newer.delivered_on <= rule.day
          )
    """
    settled = """
        EXISTS (SELECT 1 FROM sales_sale s
            WHERE s.id = x.subject_id AND s.cancelled_at IS NOT NULL)
        OR EXISTS (SELECT 1 FROM sales_sale newer
            WHERE newer.customer_id = x.customer_id AND newer.dealership_id = x.dealership_id
              AND newer.cancelled_at IS NULL AND newer.delivered_on > x.cycle_on)
    """

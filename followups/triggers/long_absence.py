"""A customer has not been here for months: neither a closed visit nor a delivery since.

Only who still owns a car is called. An absence counts from the last visit or delivery and gives
a rule one reason; the next one begins with the next visit.
"""

from followups.models import Rule
from followups.triggers.base import Trigger


class LongAbsence(Trigger):
    code = Rule.Trigger.LONG_ABSENCE
    needs_owner = False
    occasions = """
        WITH seen AS (
            SELECT customer_id, vehicle_id, closed_on AS on_day, 'visit' AS what, id
            FROM service_repairorder
            WHERE dealership_id = rule.dealership_id AND closed_on BETWEEN
                (rule.first - make_interval(months => rule.months))::date - 3
                AND (rule.last - make_interval(months => rule.months))::date + 3
            UNION ALL
            SELECT customer_id, vehicle_id, delivered_on, 'delivery', id
            FROM sales_sale
            WHERE dealership_id = rule.dealership_id AND cancelled_at IS NULL
              AND delivered_on BETWEEN
                (rule.first - make_interval(months => rule.months))::date - 3
                AND (rule.last - make_interval(months => rule.months))::date + 3
        ),
        last_seen AS (
            SELECT DISTINCT ON (customer_id) * FROM seen
            ORDER BY customer_id, on_day DESC, what DESC, id DESC
        )
        SELECT s.customer_id, owned.vehicle_id, s.customer_id AS subject_id,
            s.on_day AS cycle_on, absent.event_on,
            NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object(
                'on', s.on_day, 'what', s.what, 'months', rule.months
            ) AS facts
        FROM last_seen s
        CROSS JOIN LATERAL (
            SELECT (s.on_day + make_interval(months => rule.months))::date AS event_on
        ) absent
        -- about the car they came with, else about another of theirs
        CROSS JOIN LATERAL (
            SELECT o.vehicle_id FROM customers_ownership o
            JOIN customers_vehiclerelation known
                ON known.vehicle_id = o.vehicle_id AND known.dealership_id = rule.dealership_id
            WHERE o.customer_id = s.customer_id AND o.since <= rule.day
              AND (o.until IS NULL OR o.until > rule.day)
            ORDER BY o.vehicle_id = s.vehicle_id DESC, o.since DESC, o.vehicle_id
            LIMIT 1
        ) owned
        WHERE absent.event_on BETWEEN rule.first AND rule.last AND s.on_day <= rule.day
          AND NOT EXISTS (
            SELECT 1 FROM service_repairorder later
            WHERE later.customer_id = s.customer_id AND later.dealership_id = rule.dealership_id
              AND later.closed_on > s.on_day AND later.closed_on <= rule.day
          )
          AND NOT EXISTS (
            SELECT 1 FROM sales_sale later
            WHERE later.customer_id = s.customer_id AND later.dealership_id = rule.dealership_id
              AND later.cancelled_at IS NULL
              AND later.delivered_on > s.on_day AND later.delivered_on <= rule.day
          )
    """
    settled = """
        EXISTS (SELECT 1 FROM service_repairorder v
            WHERE v.customer_id = x.customer_id AND v.dealership_id = x.dealership_id
              AND v.closed_on > x.cycle_on)
        OR EXISTS (SELECT 1 FROM sales_sale s
            WHERE s.customer_id = x.customer_id AND s.dealership_id = x.dealership_id
              AND s.cancelled_at IS NULL AND s.delivered_on > x.cycle_on)
    """

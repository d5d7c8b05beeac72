"""A person's birthday; who was born on 29 February is greeted on the 28th in a common year."""

from followups.models import Rule
from followups.triggers.base import Trigger

# the index customer_birthday is on this very expression
MONTH_AND_DAY = "(extract(month FROM c.birth_date) * 100 + extract(day FROM c.birth_date))"


class Birthday(Trigger):
    code = Rule.Trigger.BIRTHDAY
    outcome_days = 180
    needs_owner = False
    occasions = f"""
        SELECT c.id AS customer_id, NULL::bigint AS vehicle_id, c.id AS subject_id,
            greeted.on_day AS cycle_on, greeted.on_day AS event_on,
            NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object(
                'on', greeted.on_day,
                'age', extract(year FROM greeted.on_day) - extract(year FROM c.birth_date)
            ) AS facts
        FROM (
            SELECT day::date AS on_day,
                extract(month FROM day) * 100 + extract(day FROM day) AS born
            FROM generate_series(rule.first, rule.last, interval '1 day') AS day
            UNION ALL
            SELECT day::date, 229
            FROM generate_series(rule.first, rule.last, interval '1 day') AS day
            WHERE extract(month FROM day) = 2 AND extract(day FROM day) = 28
              AND extract(month FROM day + interval '1 day') = 3
        ) greeted
        -- OFFSET: day by day through the index, however many days are believed to be asked for
        CROSS JOIN LATERAL (
            SELECT c.id, c.birth_date FROM customers_customer c
            JOIN customers_customerrelation known
                ON known.customer_id = c.id AND known.dealership_id = rule.dealership_id
            WHERE {MONTH_AND_DAY} = greeted.born
              AND c.kind = 'person' AND c.birth_date < greeted.on_day
            OFFSET 0
        ) c
    """  # noqa: S608 - a constant of this module

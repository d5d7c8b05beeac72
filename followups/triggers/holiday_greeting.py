"""A holiday comes: its customers are greeted.

A greeting to everybody is a campaign, so only customers who were here (a closed visit, a delivery)
within the rule's months before the holiday are greeted. 8 March is women's, 23 February men's.
"""

from followups.models import Rule
from followups.rules import greetings
from followups.triggers.base import Result, Trigger


def _falls_on(day: str) -> str:
    """SQL: whether the rule's holiday falls on a day."""
    fixed = " ".join(
        f"WHEN '{holiday}' THEN {month * 100 + number}"
        for holiday, (month, number) in greetings.FIXED.items()
    )
    moving = " ".join(
        f"WHEN '{holiday}' THEN {day} = ANY ('{{{','.join(map(str, days))}}}'::date[])"
        for holiday in greetings.MOVING
        for days in [greetings.moving_days(holiday)]
    )
    month_and_day = f"extract(month FROM {day}) * 100 + extract(day FROM {day})"
    return f"CASE rule.holiday {moving} ELSE {month_and_day} = CASE rule.holiday {fixed} END END"


GENDER = " ".join(f"WHEN '{holiday}' THEN '{one}'" for holiday, one in greetings.GENDERS.items())

OF_SOME = ", ".join(f"'{holiday}'" for holiday in greetings.GENDERS)


class HolidayGreeting(Trigger):
    code = Rule.Trigger.HOLIDAY_GREETING
    result = Result.VISITED
    outcome_days = 180
    needs_owner = False
    # no holiday in the days looked for, which is so on most: nobody is read
    occasions = f"""
        SELECT here.customer_id, NULL::bigint AS vehicle_id, here.customer_id AS subject_id,
            greeted.on_day AS cycle_on, greeted.on_day AS event_on,
            NULL::bigint AS salesperson_id, NULL::bigint AS advisor_id,
            jsonb_build_object('on', greeted.on_day, 'holiday', rule.holiday) AS facts
        FROM (
            SELECT on_day, (on_day - make_interval(months => rule.months))::date AS seen_from
            FROM (
                SELECT day::date AS on_day
                FROM generate_series(rule.first, rule.last, interval '1 day') AS day
            ) each
            WHERE {_falls_on("on_day")}
        ) greeted
        CROSS JOIN LATERAL (
            SELECT v.customer_id FROM service_repairorder v
            WHERE v.dealership_id = rule.dealership_id
              AND v.closed_on BETWEEN greeted.seen_from AND rule.day
            UNION
            SELECT s.customer_id FROM sales_sale s
            WHERE s.dealership_id = rule.dealership_id AND s.cancelled_at IS NULL
              AND s.delivered_on BETWEEN greeted.seen_from AND rule.day
        ) here
        -- looked up, and only for the holidays of some
        WHERE CASE WHEN rule.holiday IN ({OF_SOME}) THEN
            (SELECT person.gender FROM customers_customer person
             WHERE person.id = here.customer_id) = CASE rule.holiday {GENDER} END
            ELSE true END
    """  # noqa: S608 - constants of the code

"""A customer answered a question of the survey badly: somebody calls about it.

Where a complaint was taken down from it, or one is being worked on, it is handled there: the
customer is called when that one is closed (followups.triggers.complaint_closed), and not twice.
"""

from followups.models import Rule
from followups.triggers.base import Trigger


def _complaint_of(alias: str) -> str:
    """SQL: a complaint of the survey's customer that was not over when they answered."""
    return f"""
        SELECT 1 FROM complaints_complaint c
        WHERE c.customer_id = {alias}.customer_id AND c.dealership_id = {alias}.dealership_id
          AND (c.closed_at IS NULL OR c.closed_at >= {alias}.asked_at)
    """  # noqa: S608 - an alias of this module


class LowAnswer(Trigger):
    code = Rule.Trigger.LOW_ANSWER
    needs_owner = False
    owes_contact = True
    # its worst answers in the order of the questions; the first speaks for all
    occasions = f"""
        SELECT r.customer_id, v.vehicle_id, r.id AS subject_id, asked.on_day AS cycle_on,
            asked.on_day AS event_on, NULL::bigint AS salesperson_id, v.advisor_id,
            jsonb_build_object(
                'on', asked.on_day, 'question', low.question, 'answer', low.answer,
                'comment', left(r.comment, 300)
            ) AS facts
        FROM surveys_surveyresponse r
        -- OFFSET: looked up by key, however many answers are believed to be asked for
        CROSS JOIN LATERAL (
            SELECT visit.vehicle_id, visit.advisor_id FROM service_repairorder visit
            WHERE visit.id = r.repair_order_id OFFSET 0
        ) v
        CROSS JOIN LATERAL (
            SELECT (r.asked_at AT TIME ZONE rule.time_zone)::date AS on_day
        ) asked
        CROSS JOIN LATERAL (
            SELECT q.texts AS question, coalesce(
                (SELECT one -> 'texts' FROM jsonb_array_elements(q.choices) AS one
                 WHERE one ->> 'code' = a.choice LIMIT 1), '{{}}'::jsonb) AS answer
            FROM surveys_answer a
            JOIN surveys_question q ON q.id = a.question_id
            WHERE a.response_id = r.id AND a.mood = 'bad'
            ORDER BY q.position, q.id
            LIMIT 1
        ) low
        WHERE r.dealership_id = rule.dealership_id AND NOT r.is_refused
          AND r.asked_at >= rule.first::timestamp AT TIME ZONE rule.time_zone
          AND r.asked_at < (rule.last + 1)::timestamp AT TIME ZONE rule.time_zone
          AND NOT EXISTS ({_complaint_of("r")})
    """  # noqa: S608 - constants of the code
    settled = f"""
        EXISTS (SELECT 1 FROM surveys_surveyresponse r
            WHERE r.id = x.subject_id AND EXISTS ({_complaint_of("r")}))
    """  # noqa: S608 - constants of the code

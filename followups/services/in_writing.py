"""What is told in writing alone: its end, once its messages are out or it no longer holds."""

from datetime import datetime

from django.db import connection

from communications.models.message import ACCEPTED, NOT_GONE
from dealerships.models import Dealership
from followups import eligibility
from followups.services.plan_steps import ASKED_BY
from followups.services.sweeping import NEEDS_OWNER, SETTLED

# the messages that the steps so far asked for
MESSAGES = """
    SELECT 1 FROM generate_series(1, x.step) position
    JOIN communications_message m ON m.dealership_id = x.dealership_id
        AND m.dedupe_key = %(asked_by)s || ':' || x.id || ':' || position
"""

# a message whose fate is open keeps the reason open: the outbox sends only what is still wanted
CLOSE = f"""
    WITH told AS MATERIALIZED (
        SELECT x.id, x.customer_id, x.vehicle_id, x.due_until, x.message_on, %(day)s::date AS day,
            r.trigger IN ({NEEDS_OWNER}) AS needs_owner,
            CASE {SETTLED} ELSE false END AS is_settled,
            EXISTS ({MESSAGES} WHERE m.state = ANY (%(accepted)s)) AS is_out,
            EXISTS ({MESSAGES} WHERE m.state <> ALL (%(over)s)) AS is_under_way
        FROM followups_callreason x JOIN followups_rule r ON r.id = x.rule_id
        WHERE x.dealership_id = %(dealership)s AND x.task_id IS NULL AND x.status = 'open'
        FOR UPDATE OF x SKIP LOCKED
    )
    UPDATE followups_callreason reason
    SET status = CASE WHEN o.is_out THEN 'handled' ELSE 'dropped' END, handled_at = %(at)s
    FROM told o
    WHERE o.id = reason.id AND (
        o.is_settled OR o.due_until < o.day OR NOT {eligibility.OWNS_THE_CAR}
        OR (o.message_on IS NULL AND NOT o.is_under_way)
    )
"""  # noqa: S608 - constants of the code


def close_finished(*, dealership: Dealership, at: datetime) -> int:
    """Close what is told, past its window, settled or about a car that is gone; idempotent.

    Handled is what at least one message went out about, the rest is dropped. Returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            CLOSE,
            {
                "dealership": dealership.pk,
                "day": dealership.local_date(at),
                "at": at,
                "accepted": ACCEPTED,
                "over": [*ACCEPTED, *NOT_GONE],
                "asked_by": ASKED_BY,
            },
        )
        closed: int = cursor.rowcount
        return closed

"""Waiting cards lose the reasons that no longer hold: window passed, consent withdrawn, settled.

A card in somebody's hands is left alone, and a promised callback is kept whatever the window.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from communications.contact_hours import is_presumed
from customers.models import Consent
from dealerships.models import Dealership
from followups import eligibility
from followups.models import CallTask
from followups.triggers import TRIGGERS

Why = CallTask.DropReason

SETTLED = " ".join(
    f"WHEN r.trigger = '{code}' THEN {trigger.settled}" for code, trigger in TRIGGERS.items()
)
NEEDS_OWNER = ", ".join(f"'{code}'" for code, trigger in TRIGGERS.items() if trigger.needs_owner)

# the cards are taken first, so that nobody takes one while its reasons are judged
JUDGE = f"""
    CREATE TEMPORARY TABLE sweep_reason ON COMMIT DROP AS
    WITH card AS MATERIALIZED (
        SELECT id, callback_at FROM followups_calltask
        WHERE dealership_id = %(dealership)s AND status = 'waiting'
        FOR UPDATE SKIP LOCKED
    ),
    open_reason AS (
        SELECT x.*, %(day)s::date AS day, card.callback_at, r.purpose, r.trigger,
            r.trigger IN ({NEEDS_OWNER}) AS needs_owner,
            r.purpose = ANY (%(presumed)s) AS is_presumed
        FROM card
        JOIN followups_callreason x ON x.task_id = card.id AND x.status = 'open'
        JOIN followups_rule r ON r.id = x.rule_id
    )
    SELECT o.id, o.task_id, CASE
        WHEN c.do_not_call_since IS NOT NULL THEN 'do_not_call'
        WHEN NOT {eligibility.CONSENTED} THEN 'no_consent'
        WHEN NOT {eligibility.OWNS_THE_CAR} THEN 'not_owner'
        WHEN NOT {eligibility.REACHABLE} THEN 'no_number'
        WHEN o.callback_at IS NOT NULL THEN NULL
        WHEN o.due_until < %(day)s THEN 'expired'
        WHEN (SELECT CASE {SETTLED} ELSE false END
              FROM followups_callreason x JOIN followups_rule r ON r.id = x.rule_id
              WHERE x.id = o.id) THEN 'settled'
    END AS why
    FROM open_reason o
    JOIN customers_customer c ON c.id = o.customer_id
    {eligibility.CONSENT_JOINS}
"""  # noqa: S608 - constants of the code

DROP_REASONS = """
    UPDATE followups_callreason x SET status = 'dropped', handled_at = %(at)s
    FROM sweep_reason s WHERE s.id = x.id AND s.why IS NOT NULL
"""

# what is left decides the card's place; of several causes the gravest closes it
CARDS = """
    CREATE TEMPORARY TABLE sweep_card ON COMMIT DROP AS
    SELECT s.task_id, bool_and(s.why IS NOT NULL) AS is_empty,
        min(x.priority) FILTER (WHERE s.why IS NULL) AS priority,
        max(x.due_until) FILTER (WHERE s.why IS NULL) AS due_until,
        (array_agg(s.why ORDER BY array_position(%(causes)s::text[], s.why))
            FILTER (WHERE s.why IS NOT NULL))[1] AS why
    FROM sweep_reason s
    JOIN (
        SELECT reason.id, reason.due_until, rule.priority
        FROM followups_callreason reason JOIN followups_rule rule ON rule.id = reason.rule_id
    ) x ON x.id = s.id
    GROUP BY s.task_id HAVING bool_or(s.why IS NOT NULL)
"""

KEEP_CARDS = """
    UPDATE followups_calltask t SET priority = k.priority, due_until = k.due_until
    FROM sweep_card k WHERE k.task_id = t.id AND NOT k.is_empty
"""

DROP_CARDS = """
    UPDATE followups_calltask t
    SET status = 'dropped', drop_reason = k.why, closed_at = %(at)s, callback_at = NULL
    FROM sweep_card k WHERE k.task_id = t.id AND k.is_empty
"""

ADD_EVENTS = """
    INSERT INTO followups_taskevent (
        dealership_id, task_id, at, kind, from_status, to_status, before
    )
    SELECT %(dealership)s, task_id, %(at)s, 'dropped', 'waiting', 'dropped', '{}'
    FROM sweep_card WHERE is_empty
"""

CAUSES = [Why.DO_NOT_CALL, Why.NO_CONSENT, Why.NOT_OWNER, Why.NO_NUMBER, Why.SETTLED, Why.EXPIRED]


@transaction.atomic
def drop_what_no_longer_holds(
    *, dealership: Dealership, at: datetime, day: date | None = None
) -> int:
    """Drop reasons, and the cards left without any; the number of cards dropped. Idempotent.

    day   the dealership's calendar day (default: that of `at`); windows that ended before it
    """
    params: dict[str, Any] = {
        "dealership": dealership.pk,
        "day": day or dealership.local_date(at),
        "at": at,
        "causes": [cause.value for cause in CAUSES],
        "presumed": [each for each in Consent.Purpose.values if is_presumed(each, dealership)],
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.sweep_reason, pg_temp.sweep_card")
        cursor.execute(JUDGE, params)
        cursor.execute("ANALYZE sweep_reason")
        cursor.execute(DROP_REASONS, params)
        cursor.execute(CARDS, params)
        cursor.execute(KEEP_CARDS, params)
        cursor.execute(DROP_CARDS, params)
        dropped: int = cursor.rowcount
        cursor.execute(ADD_EVENTS, params)
    return dropped

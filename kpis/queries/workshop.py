"""Closed visits in W: what one brings, whether it was in time, whether it had to be repeated."""

from kpis.queries.facts import Relation

AVERAGE_ORDER = Relation(
    """
SELECT '' AS cell, 'visit' AS noun, id, customer_id, revenue AS numerator, 1 AS denominator
FROM visit
WHERE closed_on >= %(window_start)s
"""
)

IN_TIME = Relation(
    """
SELECT '' AS cell, 'visit' AS noun, id, customer_id,
       CASE WHEN closed_at <= promised_at THEN 1 END AS numerator, 1 AS denominator
FROM visit
WHERE closed_on >= %(window_start)s
"""
)

REPEATED = Relation(
    """
SELECT '' AS cell, 'visit' AS noun, id, customer_id,
       CASE WHEN is_repeat_repair THEN 1 END AS numerator, 1 AS denominator
FROM visit
WHERE closed_on >= %(window_start)s
"""
)

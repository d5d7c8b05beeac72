"""Outgoing calls that were reported in W: who was reached, what the exchange saw of it (N8)."""

from kpis.queries.facts import Relation

REACHED = Relation(
    """
SELECT '' AS cell, 'call' AS noun, id, customer_id,
       CASE WHEN is_conversation THEN 1 END AS numerator, 1 AS denominator
FROM attempt
"""
)

SEEN = Relation(
    """
SELECT '' AS cell, 'call' AS noun, id, customer_id,
       CASE WHEN is_seen THEN 1 END AS numerator, 1 AS denominator
FROM attempt
"""
)

TALKS_SEEN = Relation(
    """
SELECT '' AS cell, 'call' AS noun, id, customer_id,
       CASE WHEN is_seen THEN 1 END AS numerator, 1 AS denominator
FROM attempt
WHERE is_conversation
"""
)

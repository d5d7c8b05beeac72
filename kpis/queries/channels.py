"""What each source brings and costs in W. Spend has no customer, so nothing here has a kind."""

from kpis.queries.facts import Relation

SPEND = Relation(
    """
SELECT code AS cell, 'spend' AS noun, id, NULL::bigint AS customer_id,
       amount AS numerator, NULL::numeric AS denominator
FROM spend
"""
)

# a denominator of 0 is [0, 0]: with nobody to share it the spend is no cost of anybody
ACQUISITION = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       NULL::numeric AS numerator, 1 AS denominator
FROM first_sale
WHERE delivered_on >= %(window_start)s
UNION ALL
SELECT '', 'spend', id, NULL, amount, NULL
FROM spend
WHERE EXISTS (SELECT FROM first_sale WHERE delivered_on >= %(window_start)s)
"""
)

CAPTURED = Relation(
    """
SELECT '' AS cell, 'contact' AS noun, id, customer_id,
       CASE WHEN is_captured THEN 1 END AS numerator, 1 AS denominator
FROM traffic
"""
)

CONTACTS = Relation(
    """
SELECT coalesce(code, 'unknown') AS cell, 'contact' AS noun, traffic.id, customer_id,
       1 AS numerator, NULL::int AS denominator
FROM traffic
LEFT JOIN source ON source.id = lead_source_id
WHERE is_captured
"""
)

COST_PER_CONTACT = Relation(
    """
SELECT coalesce(code, 'unknown') AS cell, 'contact' AS noun, traffic.id, customer_id,
       NULL::numeric AS numerator, 1 AS denominator
FROM traffic
LEFT JOIN source ON source.id = lead_source_id
WHERE is_captured
UNION ALL
SELECT code, 'spend', id, NULL, amount, NULL
FROM spend
WHERE code IN (
    SELECT source.code FROM traffic JOIN source ON source.id = lead_source_id WHERE is_captured
)
"""
)

SALES = Relation(
    """
SELECT coalesce(code, 'unknown') AS cell, 'sale' AS noun, sale.id, customer_id,
       1 AS numerator, NULL::int AS denominator
FROM sale
LEFT JOIN source ON source.id = lead_source_id
WHERE delivered_on >= %(window_start)s
"""
)

COST_PER_SALE = Relation(
    """
SELECT coalesce(code, 'unknown') AS cell, 'sale' AS noun, sale.id, customer_id,
       NULL::numeric AS numerator, 1 AS denominator
FROM sale
LEFT JOIN source ON source.id = lead_source_id
WHERE delivered_on >= %(window_start)s
UNION ALL
SELECT code, 'spend', id, NULL, amount, NULL
FROM spend
WHERE code IN (
    SELECT source.code FROM sale JOIN source ON source.id = lead_source_id
    WHERE delivered_on >= %(window_start)s
)
"""
)

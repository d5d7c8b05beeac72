"""Money in W by department; a sale or visit that brought a department nothing is not listed."""

from kpis.queries.facts import Relation

REVENUE = Relation(
    """
SELECT cell, 'sale' AS noun, id, customer_id, amount AS numerator, NULL::numeric AS denominator
FROM sale
CROSS JOIN LATERAL (
    VALUES ('vehicles', price), ('accessories', accessories), ('finance', finance)
) AS part (cell, amount)
WHERE delivered_on >= %(window_start)s AND amount <> 0
UNION ALL
SELECT cell, 'visit', id, customer_id, amount, NULL
FROM visit
CROSS JOIN LATERAL (
    VALUES ('labour', labour), ('parts', parts), ('body', body)
) AS part (cell, amount)
WHERE closed_on >= %(window_start)s AND amount <> 0
"""
)

"""Who buys again, who comes by recommendation or invitation: relations over sales."""

from kpis.queries.facts import Relation

_STOCK = """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       CASE WHEN count(DISTINCT car_id) >= %(cars)s THEN 1 END AS numerator, 1 AS denominator
FROM sale
GROUP BY customer_id
"""


def bought_at_least(cars: int) -> Relation:
    """Buyers, and those of them with so many cars bought."""
    return Relation(_STOCK, {"cars": cars})


FLOW = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       CASE WHEN count(DISTINCT car_id) >= 2 THEN 1 END AS numerator, 1 AS denominator
FROM sale
GROUP BY customer_id
HAVING max(delivered_on) >= %(window_start)s
"""
)

REPEAT_SALES = Relation(
    """
SELECT '' AS cell, 'sale' AS noun, id, customer_id,
       CASE WHEN place > 1 THEN 1 END AS numerator, 1 AS denominator
FROM (
    SELECT id, customer_id, delivered_on, row_number() OVER (
        PARTITION BY customer_id ORDER BY delivered_on, contract_number, id
    ) AS place
    FROM sale
) AS placed
WHERE delivered_on >= %(window_start)s
"""
)

REFERRED_CUSTOMERS = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       CASE WHEN source.code = 'referral' OR names_referrer THEN 1 END AS numerator,
       1 AS denominator
FROM first_sale
LEFT JOIN source ON source.id = lead_source_id
WHERE delivered_on >= %(window_start)s
"""
)

INVITED_CUSTOMERS = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       CASE WHEN source.code = 'invitation' AND NOT names_referrer THEN 1 END AS numerator,
       1 AS denominator
FROM first_sale
LEFT JOIN source ON source.id = lead_source_id
WHERE delivered_on >= %(window_start)s
"""
)

INVITED_SALES = Relation(
    """
SELECT '' AS cell, 'sale' AS noun, sale.id, customer_id,
       CASE WHEN source.code = 'invitation' THEN 1 END AS numerator, 1 AS denominator
FROM sale
LEFT JOIN source ON source.id = lead_source_id
WHERE delivered_on >= %(window_start)s
"""
)

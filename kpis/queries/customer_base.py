"""The base and its health: who is active, who left and with what money, who comes often."""

from kpis.queries.facts import Relation

ACTIVE = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       CASE WHEN max(day) >= %(window_start)s THEN 1 END AS numerator, 1 AS denominator
FROM activity
GROUP BY customer_id
"""
)

# customers active in the window before, and whether they were still in W
_BEFORE = """
    SELECT customer_id, max(day) < %(window_start)s AS is_lost
    FROM activity
    WHERE day >= %(before_start)s
    GROUP BY customer_id
    HAVING min(day) < %(window_start)s
"""

CHURN = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       CASE WHEN is_lost THEN 1 END AS numerator, 1 AS denominator
FROM ("""
    + _BEFORE
    + """) AS before
"""
)

CHURNED_REVENUE = Relation(
    """
SELECT '' AS cell, noun, id, customer_id,
       CASE WHEN is_lost THEN revenue END AS numerator, revenue AS denominator
FROM (
    SELECT 'sale' AS noun, id, customer_id, revenue FROM sale
    WHERE delivered_on >= %(before_start)s AND delivered_on < %(window_start)s
    UNION ALL
    SELECT 'visit', id, customer_id, revenue FROM visit
    WHERE closed_on >= %(before_start)s AND closed_on < %(window_start)s
) AS paid
JOIN ("""
    + _BEFORE
    + """) AS before USING (customer_id)
"""
)

REGULARS = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       1 AS numerator, NULL::int AS denominator
FROM visit
WHERE closed_on >= %(window_start)s
GROUP BY customer_id
HAVING count(DISTINCT closed_on) >= 4
"""
)

GROWTH = Relation(
    """
SELECT 'sales' AS cell, 'sale' AS noun, id, customer_id,
       CASE WHEN delivered_on >= %(window_start)s THEN 1::numeric END AS numerator,
       CASE WHEN delivered_on < %(window_start)s THEN 1::numeric END AS denominator
FROM sale
WHERE delivered_on >= %(before_start)s
UNION ALL
SELECT 'revenue', 'sale', id, customer_id,
       CASE WHEN delivered_on >= %(window_start)s THEN revenue END,
       CASE WHEN delivered_on < %(window_start)s THEN revenue END
FROM sale
WHERE delivered_on >= %(before_start)s
UNION ALL
SELECT 'revenue', 'visit', id, customer_id,
       CASE WHEN closed_on >= %(window_start)s THEN revenue END,
       CASE WHEN closed_on < %(window_start)s THEN revenue END
FROM visit
WHERE closed_on >= %(before_start)s
UNION ALL
SELECT 'base', 'customer', customer_id, customer_id,
       1, CASE WHEN min(day) < %(window_start)s THEN 1 END
FROM activity
GROUP BY customer_id
"""
)

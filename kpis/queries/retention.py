"""Who comes back to the workshop: relations over owned cars and closed visits."""

from kpis.queries.facts import Relation

# The cars whose owner should be coming: bought 12 to 60 months ago. The visits are joined, since
# an IN of more cars than fit into memory would be looked up one by one.
_COHORT = """
    SELECT car_id, customer_id, delivered_on, has_come IS NOT NULL AS came
    FROM owned_car
    LEFT JOIN (
        SELECT DISTINCT car_id, TRUE AS has_come FROM visit WHERE closed_on >= %(window_start)s
    ) AS visited USING (car_id)
    WHERE delivered_on >= %(year_5)s AND delivered_on < %(window_start)s
"""

OWNERS = Relation(
    """
SELECT '' AS cell, 'customer' AS noun, customer_id AS id, customer_id,
       CASE WHEN bool_or(came) THEN 1 END AS numerator, 1 AS denominator
FROM ("""
    + _COHORT
    + """) AS cohort
GROUP BY customer_id
"""
)

CARS = Relation(
    """
SELECT '' AS cell, 'vehicle' AS noun, car_id AS id, customer_id,
       CASE WHEN came THEN 1 END AS numerator, 1 AS denominator
FROM ("""
    + _COHORT
    + """) AS cohort
"""
)

CARS_BY_YEAR = Relation(
    """
SELECT CASE WHEN delivered_on >= %(year_2)s THEN '2'
            WHEN delivered_on >= %(year_3)s THEN '3'
            WHEN delivered_on >= %(year_4)s THEN '4'
            ELSE '5' END AS cell,
       'vehicle' AS noun, car_id AS id, customer_id,
       CASE WHEN came THEN 1 END AS numerator, 1 AS denominator
FROM ("""
    + _COHORT
    + """) AS cohort
"""
)

# A car brought by several stands on the account of who brought it last in those days.
THIRTEEN_MONTHS = Relation(
    """
SELECT '' AS cell, 'vehicle' AS noun, car_id AS id, customer_id,
       has_come AS numerator, 1 AS denominator
FROM (
    SELECT DISTINCT ON (car_id) car_id, customer_id
    FROM visit
    WHERE closed_on >= %(cohort_start)s AND closed_on < %(cohort_end)s
    ORDER BY car_id, closed_at DESC, id DESC
) AS cohort
LEFT JOIN (
    SELECT DISTINCT car_id, 1 AS has_come FROM visit WHERE closed_on >= %(cohort_end)s
) AS visited USING (car_id)
"""
)

LOST_FOR_SIX_MONTHS = Relation(
    """
SELECT '' AS cell, 'vehicle' AS noun, car_id AS id, customer_id,
       CASE WHEN closed_on < %(half_start)s THEN 1 END AS numerator, 1 AS denominator
FROM (
    SELECT DISTINCT ON (car_id) car_id, customer_id, closed_on
    FROM visit
    WHERE closed_on >= %(window_start)s
    ORDER BY car_id, closed_at DESC, id DESC
) AS latest_visit
"""
)

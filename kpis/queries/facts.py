"""The facts every KPI query stands on, as common table expressions in one `WITH`.

A KPI's relation is a SELECT over them that gives one row for each customer, car, repair order, …
it looks at:

    cell         key in a table of figures, '' for a plain figure
    noun         what `id` is: customer, vehicle, sale, visit, contact, spend, call
    id           the row itself
    customer_id  the customer on whose account the row stands (filter by kind, link), or NULL
    numerator    what the row adds to the numerator (1, or money); NULL: it is not behind it
    denominator  the same for the denominator

so that the figure is the sum of a side and the list behind it the rows of that side.
"""

from dataclasses import dataclass, field

# Dealerships of several holdings know one VIN by several rows: those are one car. Within a
# holding the row is the car.
BY_ROW = {"{car}": "vehicle_id", "{join_car}": ""}
BY_VIN = {"{car}": "car.car_id", "{join_car}": "JOIN car ON car.id = vehicle_id"}

# NOT MATERIALIZED: a fact used twice must not be written out whole. What a query does not name
# costs nothing.
FACTS = """
WITH car AS MATERIALIZED (
    SELECT id, min(id) OVER (
        PARTITION BY vin, CASE WHEN vin = '' THEN id END
    ) AS car_id
    FROM customers_vehicle
    WHERE holding_id = ANY(%(holdings)s)
),
sale AS NOT MATERIALIZED (
    SELECT sales_sale.id, customer_id, {car} AS car_id, delivered_on, lead_source_id,
           contract_number COLLATE "C" AS contract_number,
           price, accessories, finance, price + accessories + finance AS revenue,
           referrer_code <> '' OR referrer_id IS NOT NULL AS names_referrer
    FROM sales_sale {join_car}
    WHERE dealership_id = ANY(%(dealerships)s)
      AND cancelled_at IS NULL
      AND delivered_on <= %(as_of)s
),
visit AS NOT MATERIALIZED (
    SELECT service_repairorder.id, customer_id, {car} AS car_id, closed_on, closed_at, promised_at,
           labour, parts, body, labour + parts + body AS revenue, is_repeat_repair
    FROM service_repairorder {join_car}
    WHERE dealership_id = ANY(%(dealerships)s)
      AND closed_on <= %(as_of)s
),
source AS NOT MATERIALIZED (
    SELECT id, code FROM sales_leadsource WHERE dealership_id = ANY(%(dealerships)s)
),
activity AS NOT MATERIALIZED (
    SELECT customer_id, delivered_on AS day FROM sale
    UNION ALL
    SELECT customer_id, closed_on FROM visit
),
first_sale AS NOT MATERIALIZED (
    SELECT DISTINCT ON (customer_id) customer_id, delivered_on, lead_source_id, names_referrer
    FROM sale
    ORDER BY customer_id, delivered_on, contract_number, id
),
latest_sale AS NOT MATERIALIZED (
    SELECT DISTINCT ON (car_id) car_id, customer_id, delivered_on
    FROM sale
    ORDER BY car_id, delivered_on DESC, contract_number DESC, id DESC
),
owned_car AS NOT MATERIALIZED (
    SELECT car_id, customer_id, delivered_on
    FROM latest_sale
    WHERE NOT EXISTS (
        SELECT FROM customers_ownership {join_car}
        WHERE customers_ownership.customer_id = latest_sale.customer_id
          AND {car} = latest_sale.car_id
          AND end_reason = 'told'
          AND until >= latest_sale.delivered_on
          AND until <= %(as_of)s
    )
),
traffic AS NOT MATERIALIZED (
    SELECT id, customer_id, lead_source_id,
           phone_as_given <> '' OR phone <> '' OR email <> '' AS is_captured
    FROM sales_trafficcontact
    WHERE dealership_id = ANY(%(dealerships)s)
      AND "on" BETWEEN %(window_start)s AND %(as_of)s
),
spend AS NOT MATERIALIZED (
    SELECT sales_marketingspend.id, source.code, amount
    FROM sales_marketingspend
    JOIN source ON source.id = lead_source_id
    WHERE dealership_id = ANY(%(dealerships)s)
      AND month BETWEEN %(window_start)s AND %(as_of)s
),
attempt AS NOT MATERIALIZED (
    SELECT communications_touch.id, customer_id, is_conversation,
           evidence = 'telephony' AS is_seen
    FROM communications_touch
    JOIN dealerships_dealership ON dealerships_dealership.id = dealership_id
    WHERE dealership_id = ANY(%(dealerships)s)
      AND channel = 'call' AND direction = 'out' AND outcome <> '' AND undone_at IS NULL
      AND (at AT TIME ZONE time_zone)::date BETWEEN %(window_start)s AND %(as_of)s
)
"""


@dataclass(frozen=True)
class Relation:
    """A SELECT over the facts (see above), and the parameters of its own that it takes."""

    sql: str
    parameters: dict[str, int] = field(default_factory=dict)


def over_facts(question: str, *, several_holdings: bool) -> str:
    """The statement that asks `question` of the facts of a selection."""
    text = FACTS + question
    for placeholder, sql in (BY_VIN if several_holdings else BY_ROW).items():
        text = text.replace(placeholder, sql)
    return text

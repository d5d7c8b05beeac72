"""A delivered car starts a maintenance interval; the workshop's app does not know sales."""

# a new car starts at 0 km; of a used one the kilometres are known only from a reading
DELIVERIES = """
    SELECT vehicle_id, delivered_on AS anchor_on,
        CASE WHEN condition = 'new' THEN 0 END AS anchor_km
    FROM sales_sale
    WHERE dealership_id = %(dealership)s AND cancelled_at IS NULL AND delivered_on <= %(day)s
"""

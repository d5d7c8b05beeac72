"""Counting at which hours the customers of a dealership are reached: set-based, twice is once."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from communications.call_cells import CELL, COUNTS
from communications.models import ReachedHour
from dealerships.models import Dealership

COUNTED_DAYS = 365

# on the customer's own clock
COUNT = f"""
    INSERT INTO communications_reachedhour
        (dealership_id, customer_kind, is_weekend, band, calls, reached, counted_at)
    SELECT touch.dealership_id, customer.kind, {CELL},
           count(*), count(*) FILTER (WHERE touch.is_conversation), %(at)s
    FROM communications_touch touch
    JOIN customers_customer customer ON customer.id = touch.customer_id
    CROSS JOIN LATERAL (
        SELECT touch.at AT TIME ZONE coalesce(nullif(customer.time_zone, ''), %(zone)s) AS at
    ) AS local
    WHERE touch.dealership_id = %(dealership)s AND touch.at >= %(since)s AND touch.at < %(at)s
      AND {COUNTS}
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (dealership_id, customer_kind, is_weekend, band) DO UPDATE
    SET calls = excluded.calls, reached = excluded.reached, counted_at = excluded.counted_at
"""  # noqa: S608 (texts of our own)


@transaction.atomic
def count_hours(*, dealership: Dealership, at: datetime) -> int:
    """Count the calls of the year before `at` anew; how many cells have any."""
    asked: dict[str, Any] = {
        "dealership": dealership.pk,
        "zone": dealership.time_zone,
        "since": at - timedelta(days=COUNTED_DAYS),
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, asked)
        counted: int = cursor.rowcount
    ReachedHour.objects.for_dealership(dealership).filter(counted_at__lt=at).delete()
    return counted

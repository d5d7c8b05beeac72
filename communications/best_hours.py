"""When a customer is reached best: read from their calls and from those of people alike."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from communications.call_cells import CELL, COUNTS
from communications.contact_hours import hours_for
from communications.rules.best_hours import FEWEST_OWN, Cell, Habits, Tally, best_opening
from customers.models import Customer
from dealerships.models import Dealership

OWN_DAYS = 730
"""People keep their habits for a while; calls older than this say nothing."""

CALLS = f"""
    SELECT 'own', {CELL},
           count(*)::int, (count(*) FILTER (WHERE touch.is_conversation))::int
    FROM communications_touch touch
    CROSS JOIN LATERAL (SELECT touch.at AT TIME ZONE %(zone)s AS at) AS local
    WHERE touch.customer_id = %(customer)s AND touch.dealership_id = %(dealership)s
      AND touch.at >= %(since)s AND touch.at < %(until)s
      AND {COUNTS}
    GROUP BY 2, 3
    UNION ALL
    SELECT 'alike', is_weekend, band, calls, reached FROM communications_reachedhour
    WHERE dealership_id = %(dealership)s AND customer_kind = %(kind)s
"""  # noqa: S608 (texts of our own)


@dataclass(frozen=True)
class BestHour:
    """The span to call in, on the customer's clock.

    calls          of the customer, from which it was learnt; 0: from people alike
    is_asked_for   what the customer asked for, not what was learnt
    """

    opens: time
    closes: time
    is_weekend: bool
    is_asked_for: bool = False
    calls: int = 0
    is_elsewhere: bool = False


def habits_of(*, customer: Customer, dealership: Dealership, at: datetime) -> Habits:
    """What is known of when this customer is reached, before `at` (one query)."""
    asked: dict[str, Any] = {
        "customer": customer.pk,
        "dealership": dealership.pk,
        "kind": customer.kind,
        "zone": customer.time_zone or dealership.time_zone,
        "since": at - timedelta(days=OWN_DAYS),
        "until": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(CALLS, asked)
        rows = cursor.fetchall()
    found: dict[str, dict[Cell, Tally]] = {"own": {}, "alike": {}}
    for whose, is_weekend, band, calls, reached in rows:
        found[whose][Cell(is_weekend, band)] = Tally(calls, reached)
    first, last = customer.preferred_from, customer.preferred_until
    return Habits(found["own"], found["alike"], (first, last) if first and last else None)


def best_hour(*, customer: Customer, dealership: Dealership, at: datetime) -> BestHour | None:
    """The best hour of the first day on which the customer may be called; None: not known yet."""
    hours = hours_for(customer, dealership)
    day = hours.next_allowed(at).astimezone(hours.zone).date()
    habits = habits_of(customer=customer, dealership=dealership, at=at)
    best = best_opening(habits, hours, day=day)
    if best is None:
        return None
    is_own = habits.own_calls >= FEWEST_OWN
    learnt = tuple(each.astimezone(hours.zone).time() for each in (best.opens, best.closes))
    opens, closes = habits.preferred or learnt
    return BestHour(
        opens,
        closes,
        best.cell.is_weekend,
        is_asked_for=habits.preferred is not None,
        calls=habits.own_calls if is_own else 0,
        is_elsewhere=hours.zone != dealership.tz,
    )

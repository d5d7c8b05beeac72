"""The line above the card: the queue and the caller's own day, capped where long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from communications.models import Touch
from dealerships.models import Dealership, Role, User
from dealerships.prepared import prepared
from followups.models import CallTask
from followups.rules.lateness import CALLBACK_GRACE

MOST_COUNTED = 1000
"""More is shown as "1,000+": nobody needs the exact length of a long queue at each call."""

NEXT_DUE = """
    SELECT min(first.not_before)
    FROM generate_series(1, 9) AS priority (priority)
    CROSS JOIN unnest(%(roles)s::text[]) AS role (role)
    CROSS JOIN LATERAL (
        SELECT not_before FROM followups_calltask task
        WHERE dealership_id = %(dealership)s AND status = 'waiting' AND assigned_to_id IS NULL
          AND task.priority = priority.priority AND only_role = role.role
        ORDER BY not_before LIMIT 1
    ) AS first
"""


@dataclass(frozen=True)
class Counters:
    waiting: int
    late: int
    mine_today: int
    reached_today: int

    @property
    def share_today(self) -> float | None:
        """Of the caller's calls today, how many reached the customer."""
        return self.reached_today / self.mine_today if self.mine_today else None

    @property
    def is_capped(self) -> bool:
        return self.waiting >= MOST_COUNTED


def counters(*, dealership: Dealership, caller: User, at: datetime) -> Counters:
    """Two queries: the queue, and the caller's own day."""
    due = CallTask.objects.for_dealership(dealership).of_team().waiting(at=at)
    # in the order of the queue's index, so that the rest of a long queue is not read
    first = due.order_by("priority", "only_role", "not_before")[:MOST_COUNTED]
    queue = first.aggregate(
        waiting=Count("pk"), late=Count("pk", filter=late_cards(dealership=dealership, at=at))
    )
    own = _own_calls(dealership, *_day(dealership, at), caller)
    return Counters(
        waiting=queue["waiting"],
        late=queue["late"],
        mine_today=sum(number for _is_reached, number in own),
        reached_today=sum(number for is_reached, number in own if is_reached),
    )


@prepared
def _own_calls(
    dealership: Dealership, start: datetime, end: datetime, caller: User
) -> "QuerySet[Any, tuple[bool, int]]":
    own = calls_within(dealership, start, end).filter(by=caller).order_by()
    return own.values_list("is_conversation").annotate(number=Count("pk"))


def late_cards(*, dealership: Dealership, at: datetime) -> Q:
    """Waiting on or after the last day of the window, or a promised time has passed."""
    today = dealership.local_date(at)
    return Q(status="waiting", not_before__lte=at) & (
        Q(due_until__lte=today) | Q(callback_at__lt=at - CALLBACK_GRACE)
    )


def todays_calls(dealership: Dealership, at: datetime) -> QuerySet[Touch]:
    """Outgoing calls of the dealership's calendar day, without those taken back."""
    return calls_within(dealership, *_day(dealership, at))


def _day(dealership: Dealership, at: datetime) -> tuple[datetime, datetime]:
    """The calendar day there, half-open."""
    today = dealership.local_date(at)
    start, end = (dealership.start_of_day(day) for day in (today, today + timedelta(days=1)))
    return start, end


def calls_within(dealership: Dealership, start: datetime, end: datetime) -> QuerySet[Touch]:
    """Outgoing calls of [start, end) that have an outcome, without those taken back."""
    calls = Touch.objects.for_dealership(dealership).standing().within(start=start, end=end)
    return calls.filter(channel="call", direction="out").exclude(outcome="")


def next_due(*, dealership: Dealership) -> datetime | None:
    """When the next card of the team may be called (one index look-up a priority and role)."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_DUE, {"dealership": dealership.pk, "roles": ["", *Role.values]})
        found: datetime | None = cursor.fetchone()[0]
    return found

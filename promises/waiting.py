"""How many promises ask for a person now: the figure in the left bar."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dealerships.members import Member
from dealerships.models import Dealership, User
from dealerships.prepared import prepared
from promises.models import Promise
from promises.permissions import departments_of


def promises_waiting(member: Member) -> int:
    """The member's own that are soon due or late, and the team's (one query)."""
    departments = ",".join(sorted(departments_of(member.roles)))
    rows = _waiting(member.dealership, member.user, departments, timezone.now())
    return int(rows[0]["waiting"]) if rows else 0


@prepared
def _waiting(
    dealership: Dealership, user: User, departments: str, at: datetime
) -> "QuerySet[Any, Any]":
    mine = Q(owner=user, remind_at__lte=at)
    team = Q(owner__isnull=True, department__in=departments.split(","))
    rows = Promise.objects.for_dealership(dealership).open().filter(mine | team)
    return rows.order_by().values("dealership").annotate(waiting=Count("pk"))

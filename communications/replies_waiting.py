"""How many replies wait for a person: the figure in the left bar."""

from typing import Any

from django.db.models import Count, QuerySet

from communications.models import InboundMessage
from dealerships.members import Member
from dealerships.models import Dealership
from dealerships.prepared import prepared


def replies_waiting(member: Member) -> int:
    """Of the member's dealership (one query)."""
    rows = _waiting(member.dealership)
    return int(rows[0]["waiting"]) if rows else 0


@prepared
def _waiting(dealership: Dealership) -> "QuerySet[Any, Any]":
    replies = InboundMessage.objects.for_dealership(dealership).open()
    return replies.order_by().values("dealership").annotate(waiting=Count("pk"))

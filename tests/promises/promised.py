"""Builders of promises as rows, whatever the clock of the services would say."""

from datetime import datetime, timedelta

from dealerships.models import Dealership, User
from promises.models import Promise
from tests.factories import NOW


def promised(dealership: Dealership, owner: User | None, *, due_at: datetime, **fields) -> Promise:
    """To a customer unless a colleague is named; reminded two hours before, an hour of grace."""
    values = {
        "text": "Send the price",
        "made_at": min(NOW, due_at) - timedelta(days=2),
        "made_by": owner,
        "owner": owner,
        "due_at": due_at,
        "remind_at": due_at - timedelta(hours=2),
        "team_at": due_at + timedelta(hours=1),
    } | fields
    return Promise.objects.create(dealership=dealership, **values)

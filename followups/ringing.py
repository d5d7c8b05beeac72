"""Open call cards of a customer who rings now: what we wanted to speak about anyway."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from communications.callers import Fact
from dealerships.models import Dealership
from followups.models import CallReason


def open_cards(dealership: Dealership, customers: Collection[int], at: datetime) -> list[Fact]:
    """The reasons of their open cards, the most urgent first (one query)."""
    reasons = CallReason.objects.open().filter(
        task__dealership=dealership, task__customer__in=customers
    )
    rows = reasons.select_related("rule", "task").order_by("rule__priority", "due_until", "pk")
    return [
        Fact(
            row.task.customer_id,
            _("A call is planned: %(reason)s") % {"reason": row.rule.name},
            "phone-call",
        )
        for row in rows
    ]

"""Open call cards of a customer who rings now: what we wanted to speak about anyway."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from communications.callers import Fact
from dealerships.models import Dealership
from followups.models import CallReason


def open_cards(dealership: Dealership, customers: Collection[int], at: datetime) -> list[Fact]:
    """The reasons of their open cards, the most urgent first (one query)."""
    reasons = CallReason.objects.for_dealership(dealership).open()
    of_them = reasons.filter(customer__in=customers, task__isnull=False)
    rows = of_them.select_related("rule").order_by("rule__priority", "due_until", "pk")
    return [
        Fact(
            row.customer_id,
            _("A call is planned: %(reason)s") % {"reason": row.rule.name},
            "phone-call",
        )
        for row in rows
    ]

"""Open complaints of a customer who rings now, for the panel that says who it is."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from communications.callers import Fact
from complaints.models import Complaint
from dealerships.models import Dealership


def open_complaints(dealership: Dealership, customers: Collection[int], at: datetime) -> list[Fact]:
    """The newest first (one query)."""
    rows = Complaint.objects.for_dealership(dealership).open().filter(customer__in=customers)
    return [
        Fact(
            row.customer_id,
            _("Open complaint: %(text)s") % {"text": row.text[:80]},
            "message-report",
            url=reverse("complaints:complaint_detail", args=[dealership.slug, row.pk]),
            state="late",
        )
        for row in rows.order_by("-opened_at", "-pk")
    ]

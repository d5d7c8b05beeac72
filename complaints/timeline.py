"""Complaints on the customer's time line."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Complaint
from customers import timeline
from customers.models import Customer
from customers.timeline import Event, Line, Source
from dealerships.models import Dealership


def _complaints(dealership: Dealership, customer: Customer) -> "QuerySet[Any, Any]":
    return timeline.as_events(
        Complaint.objects.for_dealership(dealership).filter(customer=customer),
        kind="complaint",
        at=F("opened_at"),
        facts=JSONObject(category="category", status="status", text="text", closed="closed_at"),
    )


def _say_complaint(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    category = dict(Complaint.Category.choices)[facts["category"]]
    status = str(dict(Complaint.Status.choices)[facts["status"]])
    title = _("Complaint: %(category)s") % {"category": category}
    note = f"{status} · {facts['text']}"
    url = reverse("complaints:complaint_detail", args=[dealership.slug, event.id])
    return Line(title, note, "message-report", "kept" if facts["closed"] else "late", url=url)


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(
            kind="complaint",
            label=gettext_lazy("Complaints"),
            order=40,
            rows=_complaints,
            say=_say_complaint,
        )
    )

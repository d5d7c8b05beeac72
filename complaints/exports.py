"""The list of complaints as a file; the filters are those of the page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.querysets import ComplaintQuerySet
from dealerships.exports import Cell

CHUNK = 2000


def header() -> list[str]:
    return [
        _("Opened"),
        _("Customer"),
        _("Car"),
        _("About"),
        _("Severity"),
        _("State"),
        _("Answer due"),
        _("Who handles it"),
        _("What happened"),
        _("Solution"),
    ]


def rows(complaints: ComplaintQuerySet) -> Iterator[list[Cell]]:
    """One row a complaint in the order given, times in the dealership's zone."""
    related = complaints.select_related("customer", "vehicle", "owner", "dealership")
    for complaint in related.iterator(chunk_size=CHUNK):
        yield _row(complaint)


def _row(complaint: Complaint) -> list[Cell]:
    zone = complaint.dealership.tz
    return [
        complaint.opened_at.astimezone(zone),
        complaint.customer.full_name,
        str(complaint.vehicle or ""),
        str(complaint.get_category_display()),
        str(complaint.get_severity_display()),
        str(complaint.get_status_display()),
        complaint.answer_due_at.astimezone(zone),
        str(complaint.owner or ""),
        complaint.text,
        complaint.solution,
    ]

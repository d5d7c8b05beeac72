"""The list of telephone calls as a file; the filters are those of the page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communications.models import PhoneCall
from communications.querysets import PhoneCallQuerySet
from dealerships.exports import Cell
from dealerships.models import Dealership

CHUNK = 2000


def header() -> list[str]:
    return [
        _("Started"),
        _("Direction"),
        _("Customer"),
        _("Number"),
        pgettext("staff", "Person"),
        _("State"),
        _("Seconds"),
        _("Outcome"),
        _("Taken care of by"),
    ]


def rows(calls: PhoneCallQuerySet, *, dealership: Dealership) -> Iterator[list[Cell]]:
    """One row a call in the order given, times in the dealership's zone."""
    related = calls.select_related("customer", "user", "touch", "handled_by")
    for call in related.iterator(chunk_size=CHUNK):
        yield _row(call, dealership)


def _row(call: PhoneCall, dealership: Dealership) -> list[Cell]:
    return [
        call.started_at.astimezone(dealership.tz),
        str(call.get_direction_display()),
        call.customer.full_name if call.customer else "",
        call.number,
        str(call.user or ""),
        str(call.get_state_display()),
        call.seconds,
        str(call.touch.get_outcome_display()) if call.touch else "",
        str(call.handled_by or ""),
    ]

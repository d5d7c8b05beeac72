"""The outbox as a file; the filters are those of the page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from communications.models import Message
from communications.querysets import MessageQuerySet
from dealerships.exports import Cell
from dealerships.models import Dealership

CHUNK = 2000


def header() -> list[str]:
    return [
        _("Queued"),
        _("Customer"),
        _("Number or address"),
        _("Channel"),
        _("Purpose"),
        _("Subject"),
        _("Text"),
        _("State"),
        _("Why"),
        _("Sent"),
        _("Written by"),
    ]


def rows(messages: MessageQuerySet, *, dealership: Dealership) -> Iterator[list[Cell]]:
    """One row a message in the order given, times in the dealership's zone."""
    related = messages.select_related("customer", "queued_by")
    for message in related.iterator(chunk_size=CHUNK):
        yield _row(message, dealership)


def _row(message: Message, dealership: Dealership) -> list[Cell]:
    zone = dealership.tz
    return [
        message.queued_at.astimezone(zone),
        message.customer.full_name,
        message.address,
        str(message.get_channel_display()),
        str(message.get_purpose_display()),
        message.subject,
        message.text,
        str(message.get_state_display()),
        str(message.get_why_display()),
        message.sent_at.astimezone(zone) if message.sent_at else None,
        str(message.queued_by or _("plans of rules")),
    ]

"""The replies as a file; the filters are those of the page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from communications.models import InboundMessage
from communications.querysets import InboundQuerySet
from dealerships.exports import Cell

CHUNK = 2000


def header() -> list[str]:
    return [
        _("Received"),
        _("Customer"),
        _("Number or address"),
        _("Channel"),
        _("Subject"),
        _("Text"),
        _("Handled"),
        _("By whom"),
        _("How"),
    ]


def rows(replies: InboundQuerySet) -> Iterator[list[Cell]]:
    """One row a reply in the order given, times in the dealership's zone."""
    related = replies.select_related("customer", "handled_by", "dealership")
    for reply in related.iterator(chunk_size=CHUNK):
        yield _row(reply)


def _row(reply: InboundMessage) -> list[Cell]:
    zone = reply.dealership.tz
    return [
        reply.received_at.astimezone(zone),
        reply.customer.full_name if reply.customer else "",
        reply.address,
        str(reply.get_channel_display()),
        reply.subject,
        reply.text,
        reply.handled_at.astimezone(zone) if reply.handled_at else None,
        str(reply.handled_by or ""),
        str(reply.get_how_display()),
    ]

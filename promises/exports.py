"""The promises as a file; the filters are those of the page."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dealerships.exports import Cell
from promises.models import Promise
from promises.querysets import PromiseQuerySet
from promises.wording import SHOWN

CHUNK = 2000


def header() -> list[str]:
    return [
        _("Promise"),
        _("Customer"),
        _("Colleague"),
        _("Given"),
        _("By whom"),
        _("By when"),
        pgettext("promise", "Whose"),
        _("State"),
        _("Settled"),
        _("Late with"),
        _("Why it was not kept"),
    ]


def rows(promises: PromiseQuerySet, *, at: datetime) -> Iterator[list[Cell]]:
    """One row a promise in the order given, times in the dealership's zone."""
    related = promises.select_related(
        "customer", "colleague", "made_by", "owner", "late_of", "dealership"
    )
    for promise in related.iterator(chunk_size=CHUNK):
        yield _row(promise, at)


def _row(promise: Promise, at: datetime) -> list[Cell]:
    zone = promise.dealership.tz
    return [
        promise.text,
        promise.customer.full_name if promise.customer else "",
        str(promise.colleague or ""),
        promise.made_at.astimezone(zone),
        str(promise.made_by),
        promise.due_at.astimezone(zone),
        str(promise.owner or _("the team")),
        str(SHOWN[promise.standing(at)].words),
        promise.closed_at.astimezone(zone) if promise.closed_at else None,
        str(promise.late_of or ""),
        promise.why,
    ]

"""The list of open calls as a file; filter and order are those of the page."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from customers.models import ContactPoint
from dealerships.exports import Cell
from dealerships.models import Dealership
from followups.models import CallReason, CallTask
from followups.open_cards import standing_in_words, standing_now, urgency_in_words
from followups.querysets import CallTaskQuerySet
from followups.rules.standing import urgency_of

CHUNK = 2000


def header() -> list[str]:
    return [
        _("Customer"),
        _("Phones"),
        _("Why"),
        _("State"),
        _("Urgency"),
        _("From"),
        _("Until"),
        _("Attempts"),
        _("Attempts allowed"),
        _("Whose"),
        _("In the hands of"),
    ]


def rows(cards: CallTaskQuerySet, *, dealership: Dealership, at: datetime) -> Iterator[list[Cell]]:
    """One row a card in the order given, times in the dealership's zone; one query in all."""
    numbers = ContactPoint.objects.filter(customer=OuterRef("customer")).phones().not_wrong()
    reasons = CallReason.objects.filter(task=OuterRef("pk")).open()
    found = cards.select_related("customer", "assigned_to", "held_by").annotate(
        numbers=ArraySubquery(numbers.values("value")),
        rule_names=ArraySubquery(reasons.order_by("rule__priority", "pk").values("rule__name")),
    )
    for card in found.iterator(chunk_size=CHUNK):
        yield _row(card, dealership, at)


def _row(card: CallTask, dealership: Dealership, at: datetime) -> list[Cell]:
    numbers: list[str] = getattr(card, "numbers", [])
    rule_names: list[str] = getattr(card, "rule_names", [])
    today = dealership.local_date(at)
    return [
        card.customer.full_name,
        ", ".join(numbers),
        ", ".join(rule_names),
        standing_in_words(standing_now(card, at=at, today=today)),
        urgency_in_words(urgency_of(card.priority)),
        (card.callback_at or card.not_before).astimezone(dealership.tz),
        card.due_until,
        card.attempts,
        card.max_attempts,
        str(card.assigned_to or _("the call team")),
        str(card.held_by or ""),
    ]

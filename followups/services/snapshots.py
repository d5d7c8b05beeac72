"""What undo restores: the values of cards and reasons before an outcome, as plain JSON."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from followups.models import CallReason, CallTask

CARD_FIELDS = (
    "status", "priority", "not_before", "due_until", "assigned_to_id", "callback_at",
    "attempts", "last_address", "draft_note", "lapses", "drop_reason", "closed_at",
)  # fmt: skip
REASON_FIELDS = ("step", "step_failures", "message_on")


def of_cards(cards: Iterable[CallTask]) -> dict[str, Any]:
    """Cards and their open reasons with their places in the plan."""
    kept = {card.pk: {name: _plain(getattr(card, name)) for name in CARD_FIELDS} for card in cards}
    reasons = CallReason.objects.filter(task_id__in=kept).open().order_by("pk")
    return {
        "cards": {str(pk): values for pk, values in kept.items()},
        "reasons": {
            str(reason.pop("pk")): {name: _plain(value) for name, value in reason.items()}
            for reason in reasons.values("pk", *REASON_FIELDS)
        },
    }


def values_of(kept: dict[str, Any], model: type[CallTask | CallReason]) -> dict[str, Any]:
    """The fields of one card or reason, back from JSON."""
    return {name: _parsed(_kind(model, name), value) for name, value in kept.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _kind(model: type[CallTask | CallReason], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.get_internal_type())


def _parsed(kind: str, value: Any) -> Any:
    if value is not None and kind == "DateTimeField":
        return parse_datetime(value)
    if value is not None and kind == "DateField":
        return parse_date(value)
    return value

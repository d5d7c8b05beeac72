"""The outcomes of calls that a dealership works with: the standard eight, and its own."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from communications.models import CallOutcome, Touch
from dealerships.models import Dealership

Kind = Touch.Outcome
NEXT_DAY = 11 * 60
"""Minutes of calling hours: a day of the usual length."""

# what each kind does until a dealership says otherwise, in the order of the card
STANDARD: dict[str, dict[str, Any]] = {
    Kind.REACHED: {"is_terminal": True, "retry_minutes": NEXT_DAY, "is_productive": True},
    Kind.NO_ANSWER: {"retry_minutes": NEXT_DAY, "other_number": True, "other_time": True},
    Kind.BUSY: {"retry_minutes": 30},
    Kind.WRONG_NUMBER: {"other_number": True},
    Kind.CALL_BACK: {},
    Kind.REFUSED: {"is_terminal": True},
    # the kind itself withdraws every call
    Kind.DO_NOT_CALL: {"is_terminal": True},
    Kind.NOT_OWNER: {"is_terminal": True, "retry_minutes": NEXT_DAY},
}


class StandardStays(Exception):
    """One of the standard eight cannot be taken from the card."""


def add_standard_outcomes(dealership: Dealership) -> None:
    """Give a dealership the standard outcomes it lacks."""
    CallOutcome.objects.bulk_create(
        (
            CallOutcome(
                dealership=dealership, kind=kind, is_standard=True, position=place, **effects
            )
            for place, (kind, effects) in enumerate(STANDARD.items(), start=1)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def save_outcome(*, outcome: CallOutcome) -> CallOutcome:
    """Store a new one at the end of the card, or a changed one in its place."""
    if outcome.pk is None:
        own = CallOutcome.objects.for_dealership(outcome.dealership)
        outcome.position = (own.aggregate(last=Max("position"))["last"] or 0) + 1
    outcome.save()
    return outcome


@transaction.atomic
def offer(*, outcome: CallOutcome, is_active: bool) -> None:
    """Put an own outcome on the card or take it away; a repeat changes nothing.

    Calls that came to it keep it. Raises StandardStays.
    """
    if outcome.is_standard and not is_active:
        raise StandardStays
    CallOutcome.objects.filter(pk=outcome.pk).update(is_active=is_active)


@transaction.atomic
def move(*, outcome: CallOutcome, by: int) -> None:
    """One place up (-1) or down (1) among those that are offered."""
    offered = CallOutcome.objects.for_dealership(outcome.dealership).offered()
    rows = list(offered.select_for_update())
    places = [row.pk for row in rows]
    place = places.index(outcome.pk)
    other = min(max(place + by, 0), len(rows) - 1)
    rows.insert(other, rows.pop(place))
    _number(rows)


def _number(rows: Sequence[CallOutcome]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    CallOutcome.objects.bulk_update(rows, ["position"])

"""Outcomes worth a second look (N8): talks that were none, outcomes entered in batches.

What is doubtful is defined by communications/rules/evidence.py; here it is asked of many rows.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Lag, Lead

from communications.models import Touch
from communications.rules.evidence import BATCH, BATCH_WITHIN, TOO_SHORT
from dealerships.models import Dealership, Extension

SHORT, IN_BATCH, UNSEEN = "short", "batch", "unseen"


def outcomes(dealership: Dealership, *, start: datetime, end: datetime) -> QuerySet[Any]:
    """Reported calls in [start, end) with is_short, is_batch, is_unseen.

    Who filters them further does it behind keep(): fewer rows would make batches smaller.
    """
    calls = Touch.objects.for_dealership(dealership).standing().within(start=start, end=end)
    calls = calls.filter(channel="call", direction="out", by__isnull=False).exclude(outcome="")
    has_telephone = Extension.objects.filter(dealership=dealership, user=OuterRef("by"))
    talked = F("phone_call__ended_at") - F("phone_call__answered_at")
    return calls.annotate(
        talked=ExpressionWrapper(talked, output_field=DurationField()), **_neighbours()
    ).annotate(
        is_short=_yes(Q(is_conversation=True, phone_call__ended_at__isnull=False) & _too_short()),
        is_unseen=_yes(Q(Exists(has_telephone), is_conversation=True, phone_call__isnull=True)),
        is_batch=_yes(_batch()),
    )


def keep(found: QuerySet[Any], why: str = "", person: str = "") -> QuerySet[Any]:
    """The doubtful ones, for one reason or for any but UNSEEN; newest first, with what is shown."""
    reasons = {SHORT: Q(is_short=True), IN_BATCH: Q(is_batch=True), UNSEEN: Q(is_unseen=True)}
    rows = found.filter(reasons.get(why) or Q(is_short=True) | Q(is_batch=True))
    # a person's outcomes are a part of the window of their own: no batch is cut
    rows = rows.filter(by=person) if person else rows
    return rows.select_related("customer", "by", "phone_call").order_by("-at", "-pk")


def _too_short() -> Q:
    return Q(phone_call__answered_at__isnull=True) | Q(talked__lt=timedelta(seconds=TOO_SHORT))


def _neighbours() -> dict[str, Window]:
    """When the same person entered the outcomes before and after this one."""
    in_order: dict[str, Any] = {"partition_by": "by", "order_by": ["at", "pk"]}
    found = {}
    for distance in range(1, BATCH):
        found[f"back{distance}"] = Window(Lag("at", distance), **in_order)
        found[f"ahead{distance}"] = Window(Lead("at", distance), **in_order)
    return found


def _batch() -> Q:
    """One of BATCH outcomes within BATCH_WITHIN, at whichever place among them."""
    found = Q()
    for before in range(BATCH):
        first = f"back{before}" if before else "at"
        after = BATCH - 1 - before
        last = f"ahead{after}" if after else "at"
        found |= Q(**{f"{last}__lte": F(first) + BATCH_WITHIN})
    return found


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))

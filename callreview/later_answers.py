"""What a customer answered in the next survey after a call, to lay beside its score."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from callreview.models import SampledCall
from dealerships.models import Dealership, User
from surveys.models import Answer, SurveyResponse

WITHIN = timedelta(days=60)
"""An answer later than that is about something else."""


def with_later_answers(calls: QuerySet[SampledCall]) -> QuerySet[Any]:
    """Adds survey (number of the first response after the call, or None), said_good, said_bad."""
    began: Any = OuterRef("talked_at")
    later = SurveyResponse.objects.filter(
        dealership=OuterRef("dealership"),
        customer=OuterRef("of"),
        is_refused=False,
        asked_at__gte=began,
        asked_at__lt=began + WITHIN,
    )
    rows: Any = calls.annotate(of=Coalesce("phone_call__customer", "touch__customer"))
    rows = rows.annotate(survey=Subquery(later.order_by("asked_at", "pk").values("pk")[:1]))
    found: QuerySet[Any] = rows.annotate(said_good=_count("good"), said_bad=_count("bad"))
    return found


def _count(mood: str) -> Coalesce:
    own = Answer.objects.filter(response=OuterRef("survey"), mood=mood).order_by()
    counted = own.values("response").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


@dataclass(frozen=True)
class Beside:
    """Mean score of reviewed calls after which the customer answered well, or badly."""

    good_calls: int
    good_score: Decimal | None
    bad_calls: int
    bad_score: Decimal | None


def scores_beside_answers(dealership: Dealership, *, since: datetime, viewer: User) -> Beside:
    """Of the calls since then with a score that the viewer may see and a later answer (one query).

    Why not of all: callreview.querysets.
    """
    calls = SampledCall.objects.for_dealership(dealership).scored().filter(talked_at__gte=since)
    seen = calls.seen_by(viewer).filter(Q(is_open=True))
    answered = with_later_answers(seen).filter(survey__isnull=False)
    bad, good = Q(said_bad__gt=0), Q(said_bad=0)
    found = answered.aggregate(
        good_calls=Count("pk", filter=good),
        good_score=Avg("score", filter=good),
        bad_calls=Count("pk", filter=bad),
        bad_score=Avg("score", filter=bad),
    )
    return Beside(**found)

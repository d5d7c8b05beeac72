"""A person's scores over the weeks. The mean is of the calls drawn by lot: the others were picked
because something went wrong, and stand beside it.

Every score is one that the viewer may see, also within a mean (callreview.querysets)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import dropwhile
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet

from callreview.models import SampledCall, SampleReason
from callreview.querysets import SampledCallQuerySet
from callreview.rules.samples import monday
from dealerships.models import Dealership, User

WEEKS = 12
RECENT = timedelta(weeks=8)


@dataclass(frozen=True)
class Week:
    """Mean score by lot, of how many calls; the same of the calls picked for a cause."""

    begins: date
    score: Decimal | None
    calls: int
    picked_score: Decimal | None
    picked: int


@dataclass(frozen=True)
class Standing:
    """A person in the last eight weeks, and in the eight before."""

    person: User
    sampled: int
    reviewed: int
    hidden: int  # of the reviewed calls, those whose score the viewer may not see yet
    by_lot: int  # reviewed calls that the mean is of
    score: Decimal | None
    before: Decimal | None
    failed: int


def weeks_of(person: User, dealership: Dealership, *, today: date, viewer: User) -> list[Week]:
    """The last twelve weeks with this one, oldest first, from the first with a score on."""
    last = monday(today)
    first = last - timedelta(weeks=WEEKS - 1)
    rows = _open_to(viewer, SampledCall.objects.for_dealership(dealership).scored())
    rows = rows.filter(person=person, week_on__gte=first)
    found = {
        row["week_on"]: row
        for row in rows.values("week_on").annotate(**_means(Q()))
    }  # fmt: skip
    begins = [first + timedelta(weeks=number) for number in range(WEEKS)]
    weeks = (_week(day, found.get(day, {})) for day in begins)
    return list(dropwhile(lambda week: not week.calls and not week.picked, weeks))


def _week(begins: date, row: dict[str, Any]) -> Week:
    return Week(
        begins, row.get("mean"), row.get("n", 0), row.get("picked_mean"), row.get("picked_n", 0)
    )


def recent_since(today: date) -> date:
    """The first day of the last eight weeks, which the present one comes on top of."""
    return monday(today) - RECENT


def standings(dealership: Dealership, *, today: date, viewer: User) -> list[Standing]:
    """Everybody with a sampled call in these sixteen weeks, by name (two queries)."""
    recent = recent_since(today)
    before = recent - RECENT
    rows = _open_to(viewer, SampledCall.objects.for_dealership(dealership))
    rows = rows.filter(week_on__gte=before)
    now, then = Q(week_on__gte=recent), Q(week_on__lt=recent, is_open=True)
    by_person = {
        row["person"]: row
        for row in rows.values("person").annotate(
            sampled=Count("pk", filter=now),
            reviewed=Count("pk", filter=now & Q(reviews_done__gte=1)),
            hidden=Count("pk", filter=now & Q(reviews_done__gte=1, is_open=False)),
            failed=Count("pk", filter=now & Q(has_failed=True, is_open=True)),
            before=Avg("score", filter=then & Q(is_by_lot=True)),
            **_means(now),
        )
    }
    people: Iterable[User] = User.objects.filter(pk__in=by_person).order_by(
        "last_name", "first_name", "pk"
    )
    return [_standing(person, by_person[person.pk]) for person in people]


def _standing(person: User, row: dict[str, Any]) -> Standing:
    return Standing(
        person=person,
        sampled=row["sampled"],
        reviewed=row["reviewed"],
        hidden=row["hidden"],
        by_lot=row["n"],
        score=row["mean"],
        before=row["before"],
        failed=row["failed"],
    )


def _open_to(viewer: User, rows: SampledCallQuerySet) -> QuerySet[Any]:
    """Adds is_open (to the viewer) and is_by_lot."""
    by_lot = SampleReason.objects.filter(call=OuterRef("pk"), why=SampleReason.Why.RANDOM)
    return rows.seen_by(viewer).annotate(is_by_lot=Exists(by_lot))


def _means(within: Q) -> dict[str, Any]:
    scored = within & Q(score__isnull=False, is_open=True)
    lot, picked = scored & Q(is_by_lot=True), scored & Q(is_by_lot=False)
    return {
        "mean": Avg("score", filter=lot),
        "n": Count("pk", filter=lot),
        "picked_mean": Avg("score", filter=picked),
        "picked_n": Count("pk", filter=picked),
    }

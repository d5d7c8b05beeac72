"""One person's day: its figures beside the usual day, what the calls came to, and the calls."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery

from communications.models import CallOutcome, Touch
from dealerships.models import Dealership, User
from followups.counters import calls_within
from followups.day_figures import WITHIN_DAYS, Figures, Usual, figures_by_day, usual_of
from followups.models import CallTask, TaskEvent
from promises.models import Promise

MOST_LISTED = 300


@dataclass(frozen=True)
class OutcomeLine:
    """How often the day's calls came to this; `share` of all of them."""

    choice: CallOutcome
    number: int
    share: float


@dataclass(frozen=True)
class Day:
    person: User
    on: date
    is_today: bool
    figures: Figures
    usual: Usual | None
    outcomes: list[OutcomeLine]
    callbacks_open: int
    """Calls promised until the end of that day that nobody has made yet."""
    promises: list[Promise]
    """Made, kept or broken by the person that day."""


def day_of(*, dealership: Dealership, person: User, on: date, at: datetime) -> Day:
    """The calendar day `on` there (seven queries)."""
    start, end = _bounds(dealership, on)
    is_today = on == dealership.local_date(at)
    days = figures_by_day(
        dealership=dealership,
        person=person,
        start=dealership.start_of_day(on - timedelta(days=WITHIN_DAYS)),
        end=end,
        until=at.astimezone(dealership.tz).time() if is_today else None,
    )
    return Day(
        person=person,
        on=on,
        is_today=is_today,
        figures=days.get(on, Figures()),
        usual=usual_of(days, before=on),
        outcomes=_outcomes(dealership, person, start, end),
        callbacks_open=_callbacks_open(dealership, person, end),
        promises=list(_promises(dealership, person, start, end)),
    )


def calls_of(
    *, dealership: Dealership, person: User, on: date, came_to: str = ""
) -> QuerySet[Touch]:
    """The calls of the day, the last first, each with `taken_at`, when its card was taken.

    came_to   the code of an outcome, or TALKS for every talk; empty: all
    """
    calls = calls_within(dealership, *_bounds(dealership, on)).filter(by=person)
    if came_to == TALKS:
        calls = calls.filter(is_conversation=True)
    elif came_to:
        kind, _dash, own = came_to.partition("-")
        calls = calls.filter(outcome=kind, own_outcome=int(own) if own else None)
    outcome = TaskEvent.objects.filter(touch=OuterRef("pk"), kind=TaskEvent.Kind.OUTCOME)
    taken = TaskEvent.objects.filter(
        task=OuterRef("of_task"), pk__lt=OuterRef("of_event"), kind=TaskEvent.Kind.CLAIMED
    )
    return (
        calls.annotate(
            of_event=Subquery(outcome.values("pk")[:1]),
            of_task=Subquery(outcome.values("task")[:1]),
        )
        .annotate(
            taken_at=Subquery(
                taken.order_by("-pk").values("at")[:1], output_field=DateTimeField(null=True)
            )
        )
        .annotate(took=F("at") - F("taken_at"))
        .select_related("customer", "own_outcome")
        .order_by("-at", "-pk")
    )


TALKS = "talks"
"""What a list of calls is asked for to show every talk, whatever came of it."""


def _bounds(dealership: Dealership, on: date) -> tuple[datetime, datetime]:
    return dealership.start_of_day(on), dealership.start_of_day(on + timedelta(days=1))


def _outcomes(
    dealership: Dealership, person: User, start: datetime, end: datetime
) -> list[OutcomeLine]:
    """Most frequent first."""
    rows = calls_within(dealership, start, end).filter(by=person).order_by()
    counted = rows.values_list("outcome", "own_outcome").annotate(number=Count("pk"))
    numbers = {(kind, own): number for kind, own, number in counted}
    calls = sum(numbers.values())
    choices = CallOutcome.objects.for_dealership(dealership).order_by("position", "pk")
    lines = [
        OutcomeLine(choice, number, number / calls)
        for choice in choices
        if (number := numbers.get((choice.kind, None if choice.is_standard else choice.pk)))
    ]
    return sorted(lines, key=lambda line: -line.number)


def _callbacks_open(dealership: Dealership, person: User, end: datetime) -> int:
    cards = CallTask.objects.for_dealership(dealership).assigned(person)
    return cards.filter(status="waiting", callback_at__lt=end).count()


def _promises(
    dealership: Dealership, person: User, start: datetime, end: datetime
) -> QuerySet[Promise]:
    that_day = Q(made_by=person, made_at__gte=start, made_at__lt=end)
    that_day |= Q(owner=person, closed_at__gte=start, closed_at__lt=end)
    that_day |= Q(late_of=person, late_at__gte=start, late_at__lt=end)
    promises = Promise.objects.for_dealership(dealership).filter(that_day)
    return promises.select_related("customer", "colleague", "owner", "late_of").order_by(
        "due_at", "pk"
    )[:MOST_LISTED]

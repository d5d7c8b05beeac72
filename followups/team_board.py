"""The team now: a row a person with the card in hand, the day's calls, the own list; the hours."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractHour

from communications.models import Touch
from dealerships.models import Dealership, Membership, User
from followups.counters import late_cards, todays_calls
from followups.models import CallTask, TaskEvent
from followups.permissions import CALLS_ALL_DAY
from followups.rules.lateness import CALLBACK_GRACE
from followups.rules.standing import Line, last_sign, line_of
from promises.models import Promise
from promises.querysets import BROKEN, KEPT

NO_DAY, NO_LIST, NO_PROMISES = (0, 0, 0), (0, 0), (0, 0)


@dataclass(frozen=True)
class Hand:
    """A card in somebody's hands; `line` says whether their browser still answers."""

    card: CallTask
    since: datetime | None
    line: Line
    last_sign: datetime


@dataclass(frozen=True)
class Seat:
    """One person: what they hold, what they did today, what waits on their own list."""

    person: User
    hand: Hand | None
    calls: int
    reached: int
    proved: int  # of the calls, how many the telephone exchange has seen (N8)
    waiting: int
    late: int
    kept: int  # promises of today, and those broken
    broken: int


@dataclass(frozen=True)
class Hour:
    """One hour of the dealership's clock today: how often was called, how often reached."""

    hour: int
    calls: int
    reached: int
    most: int
    """Calls of the busiest hour: the length of the whole bar."""


@dataclass(frozen=True)
class Due:
    """What was promised and is not settled: in all that is due today or earlier, and late."""

    today: int
    late: int


@dataclass(frozen=True)
class Board:
    """`kept` and `broken`: promises of today, also of people without a seat."""

    seats: list[Seat]
    hours: list[Hour]
    callbacks: Due
    promises: Due
    kept: int
    broken: int
    day: date

    @property
    def in_hands(self) -> int:
        return sum(1 for seat in self.seats if seat.hand)

    @property
    def calls(self) -> int:
        return sum(seat.calls for seat in self.seats)

    @property
    def reached(self) -> int:
        return sum(seat.reached for seat in self.seats)

    @property
    def proved(self) -> int:
        return sum(seat.proved for seat in self.seats)

    @property
    def share(self) -> float | None:
        """Of today's calls, how many reached the customer; None before the first call."""
        return self.reached / self.calls if self.calls else None

    @property
    def on_lists(self) -> int:
        return sum(seat.waiting for seat in self.seats)

    @property
    def late_on_lists(self) -> int:
        return sum(seat.late for seat in self.seats)


def board(*, dealership: Dealership, at: datetime) -> Board:
    """Everybody who holds, called today or has a list, and the call team (seven queries).

    Who is calling stands first, the longest call on top.
    """
    hands = {
        card.held_by.pk: _hand(card, at) for card in held_now(dealership=dealership) if card.held_by
    }
    called = _called(dealership, at)
    days = _days(called)
    own = _own_lists(dealership, at)
    judged = _judged(dealership, at)
    people = _people(dealership, {*hands, *days, *own, *(who for who in judged if who)})
    seats = [
        Seat(
            person,
            hands.get(person.pk),
            *days.get(person.pk, NO_DAY),
            *own.get(person.pk, NO_LIST),
            *judged.get(person.pk, NO_PROMISES),
        )
        for person in people
    ]
    return Board(
        sorted(seats, key=_order),
        _hours(called),
        callbacks=_callbacks(dealership, at),
        promises=_promises(dealership, at),
        kept=sum(kept for kept, _broken in judged.values()),
        broken=sum(broken for _kept, broken in judged.values()),
        day=dealership.local_date(at),
    )


def held_now(*, dealership: Dealership) -> QuerySet[CallTask]:
    """Cards in somebody's hands with `since`; a lease that ran out is still shown."""
    held = CallTask.objects.for_dealership(dealership).filter(status="held")
    taken = TaskEvent.objects.filter(task=OuterRef("pk"), kind=TaskEvent.Kind.CLAIMED)
    return held.select_related("customer", "held_by").annotate(
        since=Subquery(taken.order_by("-pk").values("at")[:1])
    )


def _hand(card: CallTask, at: datetime) -> Hand:
    until = card.lease_until or at
    since: datetime | None = getattr(card, "since", None)
    return Hand(card, since, line_of(until, at=at), last_sign(until))


@dataclass(frozen=True)
class _Called:
    """Calls of one person in one hour of today."""

    person: int
    hour: int
    calls: int
    reached: int
    proved: int


def _called(dealership: Dealership, at: datetime) -> list[_Called]:
    rows = (
        todays_calls(dealership, at)
        .filter(by__isnull=False)
        .order_by()
        .annotate(hour=ExtractHour("at", tzinfo=dealership.tz))
        .values_list("by", "hour")
        .annotate(
            calls=Count("pk"),
            reached=Count("pk", filter=Q(is_conversation=True)),
            proved=Count("pk", filter=Q(evidence=Touch.Evidence.TELEPHONY)),
        )
    )
    return [_Called(*row) for row in rows]


def _days(called: list[_Called]) -> dict[int, tuple[int, int, int]]:
    """Calls, conversations and proved calls of today, by person."""
    found: dict[int, tuple[int, int, int]] = {}
    for row in called:
        calls, reached, proved = found.get(row.person, NO_DAY)
        found[row.person] = (calls + row.calls, reached + row.reached, proved + row.proved)
    return found


def _hours(called: list[_Called]) -> list[Hour]:
    """From the first hour with a call until the last, those without one between them too."""
    calls: Counter[int] = Counter()
    reached: Counter[int] = Counter()
    for row in called:
        calls[row.hour] += row.calls
        reached[row.hour] += row.reached
    if not calls:
        return []
    most = max(calls.values())
    worked = range(min(calls), max(calls) + 1)
    return [Hour(hour, calls[hour], reached[hour], most) for hour in worked]


def _callbacks(dealership: Dealership, at: datetime) -> Due:
    """Calls promised for a time of today or earlier that nobody has made yet."""
    promised = CallTask.objects.for_dealership(dealership).filter(
        status="waiting", callback_at__lt=_midnight(dealership, at)
    )
    counted = promised.aggregate(
        today=Count("pk"),
        late=Count("pk", filter=Q(callback_at__lt=at - CALLBACK_GRACE, not_before__lte=at)),
    )
    return Due(**counted)


def _promises(dealership: Dealership, at: datetime) -> Due:
    """Promises of anybody to anybody that are due today or earlier and still open."""
    due = Promise.objects.for_dealership(dealership).open()
    counted = due.filter(due_at__lt=_midnight(dealership, at)).aggregate(
        today=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at))
    )
    return Due(**counted)


def _judged(dealership: Dealership, at: datetime) -> dict[int | None, tuple[int, int]]:
    """Promises kept and broken today by who answers for them; None: nobody does any more."""
    start = dealership.start_of_day(dealership.local_date(at))
    rows = (
        Promise.objects.for_dealership(dealership)
        .counted_within(start=start, end=_midnight(dealership, at))
        .values_list("answerable")  # type: ignore[misc]
        .annotate(kept=Count("pk", filter=KEPT), broken=Count("pk", filter=BROKEN))
    )
    return {person: (kept, broken) for person, kept, broken in rows}


def _midnight(dealership: Dealership, at: datetime) -> datetime:
    """When the calendar day there ends."""
    return dealership.start_of_day(dealership.local_date(at) + timedelta(days=1))


def _own_lists(dealership: Dealership, at: datetime) -> dict[int, tuple[int, int]]:
    """Cards of personal lists that may be called now, and how many of them are late."""
    rows = (
        CallTask.objects.for_dealership(dealership)
        .filter(assigned_to__isnull=False)
        .waiting(at=at)
        .order_by()
        .values_list("assigned_to")
        .annotate(
            waiting=Count("pk"), late=Count("pk", filter=late_cards(dealership=dealership, at=at))
        )
    )
    return {person: (waiting, late) for person, waiting, late in rows}


def _people(dealership: Dealership, busy: set[int]) -> QuerySet[User]:
    here = Membership.objects.active().filter(
        dealership=dealership, user=OuterRef("pk"), role__in=CALLS_ALL_DAY
    )
    return User.objects.filter(Q(pk__in=busy) | Exists(here))


def _order(seat: Seat) -> tuple[bool, float, int, int, str]:
    since = seat.hand.since.timestamp() if seat.hand and seat.hand.since else 0.0
    return (seat.hand is None, since, -seat.calls, -seat.late, str(seat.person))

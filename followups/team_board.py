"""The team now: a row a person with the card in hand, the day's calls and the own list."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from communications.models import Touch
from dealerships.models import Dealership, Membership, User
from followups.counters import late_cards, todays_calls
from followups.models import CallTask, TaskEvent
from followups.permissions import CALLS_ALL_DAY
from followups.rules.standing import Line, last_sign, line_of

NO_DAY, NO_LIST = (0, 0, 0), (0, 0)


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


@dataclass(frozen=True)
class Board:
    seats: list[Seat]

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
    """Everybody who holds, called today or has a list, and the call team (four queries).

    Who is calling stands first, the longest call on top.
    """
    hands = {
        card.held_by.pk: _hand(card, at) for card in held_now(dealership=dealership) if card.held_by
    }
    days = _days(dealership, at)
    own = _own_lists(dealership, at)
    people = _people(dealership, {*hands, *days, *own})
    seats = [
        Seat(
            person, hands.get(person.pk), *days.get(person.pk, NO_DAY), *own.get(person.pk, NO_LIST)
        )
        for person in people
    ]
    return Board(sorted(seats, key=_order))


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


def _days(dealership: Dealership, at: datetime) -> dict[int, tuple[int, int, int]]:
    """Calls, conversations and proved calls of today, by person."""
    rows = (
        todays_calls(dealership, at)
        .filter(by__isnull=False)
        .order_by()
        .values_list("by")
        .annotate(
            calls=Count("pk"),
            reached=Count("pk", filter=Q(is_conversation=True)),
            proved=Count("pk", filter=Q(evidence=Touch.Evidence.TELEPHONY)),
        )
    )
    return {person: (calls, reached, proved) for person, calls, reached, proved in rows}


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

"""How far reviewers see the same: their blind answers to the same items of the same calls."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F

from callreview.models import ReviewAnswer, ScorecardItem
from callreview.rules.agreement import Agreement, agreement
from dealerships.models import Dealership, User

Counts = Counter[tuple[str, str]]
OTHER = "review__call__reviews"


@dataclass(frozen=True)
class PairAgreement:
    first: User
    second: User
    found: Agreement


@dataclass(frozen=True)
class ItemAgreement:
    item: ScorecardItem
    found: Agreement


@dataclass(frozen=True)
class Agreements:
    """calls: how many were reviewed by two; pairs and items with the least agreement first."""

    calls: int
    overall: Agreement
    pairs: list[PairAgreement]
    items: list[ItemAgreement]


def agreements(dealership: Dealership, *, since: datetime) -> Agreements:
    """Of calls since then that two people submitted a review of (four queries).

    Of a pair the one with the smaller number is always the first, so that each reviewer has one
    side of the table; overall, the tables of all pairs are laid over each other.
    """
    pairs: dict[tuple[int, int], Counts] = defaultdict(Counter)
    items: dict[int, Counts] = defaultdict(Counter)
    for first, second, item, said, other, times in _counted(dealership, since):
        pairs[first, second][said, other] += times
        items[item][said, other] += times
    users = User.objects.in_bulk({number for pair in pairs for number in pair})
    cards = ScorecardItem.objects.select_related("version").in_bulk([*items])
    return Agreements(
        calls=_both(dealership, since).values("review__call").distinct().count(),
        overall=agreement(sum(pairs.values(), Counter())),
        pairs=_weakest_first(
            PairAgreement(users[first], users[second], agreement(counts))
            for (first, second), counts in pairs.items()
        ),
        items=_weakest_first(
            ItemAgreement(cards[item], agreement(counts)) for item, counts in items.items()
        ),
    )


def _both(dealership: Dealership, since: datetime) -> Any:
    """Each answer of one, beside the other's to the same item."""
    rows: Any = ReviewAnswer.objects.for_dealership(dealership)
    return rows.filter(
        **{
            "review__call__talked_at__gte": since,
            "review__submitted_at__isnull": False,
            f"{OTHER}__submitted_at__isnull": False,
            f"{OTHER}__reviewer__gt": F("review__reviewer"),
            f"{OTHER}__answers__item": F("item"),
        }
    ).exclude(blind="")


def _counted(dealership: Dealership, since: datetime) -> Iterable[tuple[Any, ...]]:
    fields = ("review__reviewer", f"{OTHER}__reviewer", "item", "blind", f"{OTHER}__answers__blind")
    found: Iterable[tuple[Any, ...]] = (
        _both(dealership, since)
        .values_list(*fields)
        .annotate(times=Count("pk"))
        .order_by(*fields)
    )  # fmt: skip
    return found


def _weakest_first(rows: Iterable[Any]) -> list[Any]:
    def key(row: Any) -> tuple[float, int]:
        share = row.found.share
        return (1 if share is None else share, -row.found.n)

    return sorted(rows, key=key)

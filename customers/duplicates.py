"""Cards that may be one customer: pairs are found in sets, then weighed one by one.

A pair must share something that people seldom share: a phone, an e-mail, a birth date with the
whole name, or a car. Shared facts alone are not enough (families share phones): the names must be
able to be one person's.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from customers.matching import Card, Weight, weigh
from customers.merge_steps import MergeRefusedError
from customers.models import Customer, DuplicateCandidate
from customers.services import merging
from dealerships.models import Dealership

# a number given by more cards than this is nobody's own (the dealer's, a fleet's)
MOST_SHARING = 12
_CHUNK = 5_000
_Status = DuplicateCandidate.Status

# pairs of cards of the holding that share something, one of them at least of this dealership
_PAIRS = """
WITH visible AS MATERIALIZED (
    SELECT id, sort_name, birth_date, kind FROM customers_customer
    WHERE holding_id = %(holding)s AND merged_into_id IS NULL
), blocks AS (
    SELECT array_agg(point.customer_id) AS ids
    FROM customers_contactpoint AS point JOIN visible ON visible.id = point.customer_id
    GROUP BY point.kind, point.value HAVING count(*) BETWEEN 2 AND %(most)s
    UNION ALL
    SELECT array_agg(id) FROM visible
    WHERE birth_date IS NOT NULL AND kind = 'person'
    GROUP BY birth_date, sort_name HAVING count(*) BETWEEN 2 AND %(most)s
    UNION ALL
    SELECT array_agg(DISTINCT owned.customer_id)
    FROM customers_ownership AS owned JOIN visible ON visible.id = owned.customer_id
    GROUP BY owned.vehicle_id HAVING count(DISTINCT owned.customer_id) BETWEEN 2 AND %(most)s
)
SELECT DISTINCT one.id, two.id
FROM blocks, unnest(ids) AS one (id), unnest(ids) AS two (id)
WHERE one.id < two.id
    AND EXISTS (
        SELECT FROM customers_customerrelation AS relation
        WHERE relation.dealership_id = %(dealership)s AND relation.customer_id IN (one.id, two.id)
    )
    AND NOT EXISTS (
        SELECT FROM customers_duplicatecandidate AS decided
        WHERE decided.first_id = one.id AND decided.second_id = two.id
            AND decided.status <> 'proposed'
    )
ORDER BY 1, 2
"""

_CARDS = """
SELECT customer.id, customer.kind, customer.full_name, customer.birth_date,
    (
        SELECT min(code.code COLLATE "C") FROM customers_customercode AS code
        WHERE code.customer_id = customer.id AND code.dealership_id = %(dealership)s
    ),
    coalesce((
        SELECT array_agg(point.value) FROM customers_contactpoint AS point
        WHERE point.customer_id = customer.id AND point.kind = 'phone'
    ), '{}'),
    coalesce((
        SELECT array_agg(point.value) FROM customers_contactpoint AS point
        WHERE point.customer_id = customer.id AND point.kind = 'email'
    ), '{}'),
    coalesce((
        SELECT array_agg(owned.vehicle_id) FROM customers_ownership AS owned
        WHERE owned.customer_id = customer.id
    ), '{}')
FROM customers_customer AS customer WHERE customer.id = ANY(%(ids)s)
"""


def find(*, dealership: Dealership, at: datetime) -> int:
    """Propose pairs of cards for merging and merge those that are certain.

    Certain: phone, full name and birth date are all given and equal. A pair that a person has
    decided about is left alone; proposing again changes nothing. Returns how many pairs of the
    dealership's are known: proposed ones and automatic merges.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _PAIRS,
            {"holding": dealership.holding_id, "dealership": dealership.pk, "most": MOST_SHARING},
        )
        pairs: list[tuple[int, int]] = cursor.fetchall()
    certain = []
    for chunk in _chunks(pairs):
        weighed = list(_weighed(dealership, chunk))
        _write(dealership, weighed, at)
        certain += [(first.pk, second.pk) for first, second, weight in weighed if weight.is_certain]
    for first, second in certain:
        _merge(first, second, at)
    return len(pairs_of(dealership=dealership))


def _chunks(pairs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    rest = iter(pairs)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _weighed(
    dealership: Dealership, pairs: list[tuple[int, int]]
) -> Iterator[tuple[Card, Card, Weight]]:
    cards = _cards(dealership, {pk for pair in pairs for pk in pair})
    for first, second in pairs:
        weight = weigh(cards[first], cards[second])
        if weight is not None:
            yield cards[first], cards[second], weight


def _cards(dealership: Dealership, ids: Iterable[int]) -> dict[int, Card]:
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, {"dealership": dealership.pk, "ids": list(ids)})
        return {
            pk: Card(
                pk=pk, kind=kind, full_name=name, birth_date=birth_date, code=code or "",
                phones=frozenset(phones), emails=frozenset(emails), cars=frozenset(cars),
            )
            for pk, kind, name, birth_date, code, phones, emails, cars in cursor.fetchall()
        }  # fmt: skip


def _write(dealership: Dealership, weighed: list[tuple[Card, Card, Weight]], at: datetime) -> None:
    """New pairs are added; a pair still undecided takes the new weight."""
    with transaction.atomic():
        DuplicateCandidate.objects.bulk_create(
            (
                DuplicateCandidate(
                    holding_id=dealership.holding_id,
                    first_id=first.pk,
                    second_id=second.pk,
                    score=weight.score,
                    # the codes as they are now: a merge moves both to one card
                    facts=weight.facts | {"codes": [first.code, second.code]},
                    is_automatic=weight.is_certain,
                )
                for first, second, weight in weighed
            ),
            update_conflicts=True,
            unique_fields=["first", "second"],
            update_fields=["score", "facts", "is_automatic"],
        )


def _merge(first: int, second: int, at: datetime) -> None:
    """The older card is kept. One that an earlier merge of this run took is joined already."""
    cards = Customer.objects.current().in_bulk([first, second])
    if len(cards) < 2:
        return
    try:
        merging.merge(kept=cards[first], merged=cards[second], by=None, at=at)
    except MergeRefusedError:  # what stands against it is for a person to weigh: it stays proposed
        return
    DuplicateCandidate.objects.filter(first=first, second=second).update(
        status=_Status.MERGED, is_automatic=True, decided_at=at
    )


def pairs_of(*, dealership: Dealership) -> list[tuple[str, str]]:
    """External codes of the pairs proposed or merged automatically, most certain first."""
    rows: list[dict[str, Any]] = list(
        DuplicateCandidate.objects.filter(holding=dealership.holding)
        .exclude(status=_Status.DIFFERENT)
        .exclude(status=_Status.MERGED, is_automatic=False)
        .order_by("-score", "first_id", "second_id")
        .values_list("facts", flat=True)
    )
    codes = (facts.get("codes", ["", ""]) for facts in rows)
    own = set(dealership.customer_codes.values_list("code", flat=True))
    return [(first, second) for first, second in codes if first in own and second in own]

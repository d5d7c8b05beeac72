"""The one search box: a question becomes one indexed query, inside one dealership."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from customers import rows
from customers.models import ContactPoint, Customer, CustomerCode, Ownership, Vehicle
from customers.search_input import (
    TRIGRAM,
    Kind,
    Question,
    Rank,
    classify,
    rank_of_name,
    rank_of_value,
)
from dealerships.models import Dealership
from dealerships.prepared import prepared

MOST_FOUND = 50
# candidates of one class that are ranked: enough for the best fifty, bounded for "ива"
MOST_RANKED = 150


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer, why they were found (the class and the value that fits), and how well."""

    customer_id: int
    kind: Kind
    matched: str
    rank: Rank


@dataclass(frozen=True, slots=True)
class Found:
    customer: Customer
    kind: Kind
    matched: str


def search(text: str, *, dealership: Dealership, on: date) -> list[Found]:
    """Customers of the dealership that fit the text, the best first, at most MOST_FOUND.

    on    the day as of which a car's owner is asked. A customer found in several ways stands
    once, by the best of them. One or two queries a class, and two for the cards of those found.
    """
    best = _best(text, dealership, on)
    cards = [(each, best[each.pk]) for each in _in_order(best)]
    rows.furnish((customer for customer, _hit in cards), on=on)
    return [Found(customer, hit.kind, hit.matched) for customer, hit in cards]


def found_ids(text: str, *, dealership: Dealership, on: date) -> list[int]:
    """Keys of the customers that `search` gives, without their cards."""
    return [customer.pk for customer in _in_order(_best(text, dealership, on))]


def _best(text: str, dealership: Dealership, on: date) -> dict[int, Hit]:
    best: dict[int, Hit] = {}
    with one_by_one():
        for question in classify(text, country=dealership.country):
            for hit in ASK[question.kind](question, dealership, on):
                known = best.get(hit.customer_id)
                if known is None or hit.rank < known.rank:
                    best[hit.customer_id] = hit
    return best


def _in_order(best: dict[int, Hit]) -> list[Customer]:
    hits = sorted(best.values(), key=lambda hit: hit.rank)[:MOST_RANKED]
    current = _current([hit.customer_id for hit in hits]) if hits else []
    return sorted(current, key=lambda each: (best[each.pk].rank, each.sort_name, each.pk))[
        :MOST_FOUND
    ]


@prepared
def _current(customers: list[int]) -> QuerySet[Customer]:
    return Customer.objects.current().filter(pk__in=customers).only(*rows.COLUMNS)


_ONE_BY_ONE = """
    SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
        set_config('enable_mergejoin', 'off', true),
        set_config('max_parallel_workers_per_gather', '0', true)
"""


@contextmanager
def one_by_one() -> Iterator[None]:
    """Queries inside walk from what was found to whom it belongs, and stop when there is enough.

    The planner takes common parts of names and numbers for rarer or likelier than they are: it
    would read the whole table, first hash all customers of the dealership, or start workers that
    cost more than they find.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ONE_BY_ONE)
        yield


def _related(dealership: Dealership) -> Exists:
    return Exists(dealership.customer_relations.filter(customer=OuterRef("customer")))


def _by_name(question: Question, dealership: Dealership, on: date) -> Iterable[Hit]:
    """Beginnings from the prefix index; parts from the trigrams where those are too few.

    A part of a common name stands in so many that its trigrams alone take a tenth of a second,
    and then as many names begin with it as are ranked. Up to two letters hold no trigram.
    """
    first, *rest = words = question.keys
    visible = Customer.objects.for_dealership(dealership).current()
    for word in rest:
        visible = visible.filter(search_name__contains=word)
    found = list(_names(visible.filter(search_name__startswith=first)))
    if len(found) < MOST_RANKED and any(len(word) >= TRIGRAM for word in words):
        found += _names(visible.filter(search_name__contains=first))
    for pk, name in found:
        yield Hit(pk, Kind.NAME, "", rank_of_name(words, name))


def _names(customers: QuerySet[Customer]) -> "QuerySet[Customer, tuple[int, str]]":
    return customers.order_by().values_list("pk", "search_name")[:MOST_RANKED]


def _by_contact(question: Question, dealership: Dealership, on: date) -> Iterable[Hit]:
    inside = Q()
    for key in question.keys:
        inside |= Q(value__contains=key)
    kind = "email" if question.kind == Kind.EMAIL else "phone"
    points = ContactPoint.objects.filter(inside, _related(dealership), kind=kind)
    keys = tuple(key if kind == "email" else f"+{key}" for key in question.keys)
    for pk, value in points.order_by().values_list("customer", "value")[:MOST_RANKED]:
        rank = rank_of_value(keys, value, tail=False)
        if kind == "phone" and rank > Rank.EXACT:
            rank = max(rank_of_value(question.keys, value, tail=True), Rank.PREFIX)
        yield Hit(pk, question.kind, value, rank)


def _by_code(question: Question, dealership: Dealership, on: date) -> Iterable[Hit]:
    beginning = Q()
    for key in question.keys:
        beginning |= Q(code__startswith=key)
    codes = CustomerCode.objects.for_dealership(dealership).filter(beginning)
    for pk, code in codes.order_by("code").values_list("customer", "code")[:MOST_RANKED]:
        yield Hit(pk, Kind.CODE, code, rank_of_value(question.keys, code, tail=False))


def _by_car(question: Question, dealership: Dealership, on: date) -> Iterable[Hit]:
    """Cars the dealership knows, by VIN or plate; whoever owns them (or owned them last)."""
    [key] = question.keys
    column = "vin" if question.kind == Kind.VIN else "plate_key"
    tail = question.kind == Kind.VIN
    lookup = "endswith" if tail and key.isdigit() else "contains"
    if tail and len(key) == 17:
        lookup = "exact"
    cars = Vehicle.objects.for_dealership(dealership).filter(**{f"{column}__{lookup}": key})
    some = cars.order_by().values("pk")[:MOST_RANKED]
    owners = Ownership.objects.filter(_related(dealership), vehicle__in=some, since__lte=on)
    latest = owners.order_by("vehicle", "-since", "-pk").distinct("vehicle")
    for customer, matched in latest.values_list("customer", f"vehicle__{column}"):
        yield Hit(customer, question.kind, matched, rank_of_value((key,), matched, tail=tail))


ASK: dict[Kind, Callable[[Question, Dealership, date], Iterable[Hit]]] = {
    Kind.NAME: _by_name,
    Kind.PHONE: _by_contact,
    Kind.EMAIL: _by_contact,
    Kind.CODE: _by_code,
    Kind.VIN: _by_car,
    Kind.PLATE: _by_car,
}

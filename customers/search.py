"""The one search box: a question becomes one indexed query, inside one dealership."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

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
    once, by the best of them. One or two queries a class, and four for the cards of those found.
    """
    best: dict[int, Hit] = {}
    with one_by_one():
        for question in classify(text, country=dealership.country):
            for hit in ASK[question.kind](question, dealership, on):
                known = best.get(hit.customer_id)
                if known is None or hit.rank < known.rank:
                    best[hit.customer_id] = hit
    return _with_cards(best, on)


def _with_cards(best: dict[int, Hit], on: date) -> list[Found]:
    hits = sorted(best.values(), key=lambda hit: hit.rank)[:MOST_RANKED]
    current = Customer.objects.current()
    names = current.filter(pk__in=[hit.customer_id for hit in hits]).values_list("pk", "sort_name")
    places = sorted((best[pk].rank, name, pk) for pk, name in names)
    # whole cards are read of those alone that are shown
    cards = current.in_bulk([pk for _rank, _name, pk in places[:MOST_FOUND]])
    ordered = [cards[pk] for _rank, _name, pk in places if pk in cards]
    owned = Ownership.objects.as_of(on).select_related("vehicle").order_by("-since", "pk")
    prefetch_related_objects(
        ordered,
        Prefetch("contact_points", ContactPoint.objects.phones(), to_attr="phones"),
        Prefetch("ownerships", owned, to_attr="owned"),
    )
    return [Found(card, best[card.pk].kind, best[card.pk].matched) for card in ordered]


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
    rows = list(_names(visible.filter(search_name__startswith=first)))
    if len(rows) < MOST_RANKED and any(len(word) >= TRIGRAM for word in words):
        rows += _names(visible.filter(search_name__contains=first))
    for pk, name in rows:
        yield Hit(pk, Kind.NAME, "", rank_of_name(words, name))


def _names(customers: QuerySet[Customer]) -> "QuerySet[Customer, tuple[int, str]]":
    return customers.order_by().values_list("pk", "search_name")[:MOST_RANKED]


def _by_contact(question: Question, dealership: Dealership, on: date) -> Iterable[Hit]:
    inside = Q()
    for key in question.keys:
        inside |= Q(value__contains=key)
    kind = "email" if question.kind == Kind.EMAIL else "phone"
    rows = ContactPoint.objects.filter(inside, _related(dealership), kind=kind)
    keys = tuple(key if kind == "email" else f"+{key}" for key in question.keys)
    for pk, value in rows.order_by().values_list("customer", "value")[:MOST_RANKED]:
        rank = rank_of_value(keys, value, tail=False)
        if kind == "phone" and rank > Rank.EXACT:
            rank = max(rank_of_value(question.keys, value, tail=True), Rank.PREFIX)
        yield Hit(pk, question.kind, value, rank)


def _by_code(question: Question, dealership: Dealership, on: date) -> Iterable[Hit]:
    beginning = Q()
    for key in question.keys:
        beginning |= Q(code__startswith=key)
    rows = CustomerCode.objects.for_dealership(dealership).filter(beginning)
    for pk, code in rows.order_by("code").values_list("customer", "code")[:MOST_RANKED]:
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

"""The search box: each class of input against the bare trigram query, within one dealership."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import connection

from bench.results import Result, Target, percentile
from bench.run import Run
from customers.search import ASK, one_by_one, search
from customers.search_input import Kind, classify
from dealerships.models import Dealership

QUESTIONS = 60
LONGEST_MS = 100
SAMPLE = """
    SELECT c.family_name, c.given_name, p.value, v.vin, v.plate_key, k.code
    FROM customers_customerrelation r
    JOIN customers_customer c ON c.id = r.customer_id
    JOIN customers_contactpoint p ON p.customer_id = c.id AND p.kind = 'phone'
    JOIN customers_customercode k ON k.customer_id = c.id
    JOIN customers_ownership o ON o.customer_id = c.id
    JOIN customers_vehicle v ON v.id = o.vehicle_id
    WHERE r.dealership_id = %(dealership)s
    ORDER BY bench.pick(v.id, 95, 1000000) LIMIT %(questions)s
"""
VISIBLE = (
    "EXISTS (SELECT FROM customers_customerrelation r WHERE r.dealership_id = %(dealership)s"
    " AND r.customer_id = {column})"
)
BY_NAME = (
    "SELECT id FROM customers_customer WHERE search_name LIKE ALL(%(patterns)s) AND "
    + VISIBLE.format(column="customers_customer.id")
    + " ORDER BY id DESC LIMIT 25"
)
BY_PHONE = (
    "SELECT customer_id FROM customers_contactpoint WHERE value LIKE %(pattern)s AND "
    + VISIBLE.format(column="customers_contactpoint.customer_id")
    + " LIMIT 25"
)
BY_CAR = (
    "SELECT o.customer_id FROM customers_vehicle v JOIN customers_ownership o"
    " ON o.vehicle_id = v.id WHERE v.{column} LIKE %(pattern)s AND "
    + VISIBLE.format(column="o.customer_id")
    + " LIMIT 25"
)
BY_CODE = (
    "SELECT customer_id FROM customers_customercode WHERE dealership_id = %(dealership)s"
    " AND code LIKE %(pattern)s LIMIT 25"
)
Row = tuple[str, str, str, str, str, str]


def _inside(text: str) -> str:
    return f"%{text}%"


def _beginning(text: str) -> str:
    return f"{text}%"


class Class(NamedTuple):
    """What is typed, as what it is understood, and the bare statement with its pattern."""

    kind: Kind
    ask: Callable[[Row], str]
    statement: str
    pattern: Callable[[str], str]


BY_VIN = BY_CAR.replace("{column}", "vin")
BY_PLATE = BY_CAR.replace("{column}", "plate_key")
CLASSES = {
    "5 letters": Class(Kind.NAME, lambda row: row[0][:5].lower(), BY_NAME, _inside),
    "3 letters": Class(Kind.NAME, lambda row: row[0][1:4].lower(), BY_NAME, _inside),
    "2 letters": Class(Kind.NAME, lambda row: row[0][:2].lower(), BY_NAME, _beginning),
    "two names": Class(Kind.NAME, lambda row: f"{row[1]} {row[0]}".lower(), BY_NAME, _inside),
    "phone": Class(Kind.PHONE, lambda row: row[2], BY_PHONE, _inside),
    "phone, last 4": Class(Kind.PHONE, lambda row: row[2][-4:], BY_PHONE, _inside),
    "phone, 7 within": Class(Kind.PHONE, lambda row: row[2][4:11], BY_PHONE, _inside),
    "VIN, last 6": Class(Kind.VIN, lambda row: row[3][-6:], BY_VIN, _inside),
    "VIN": Class(Kind.VIN, lambda row: row[3], BY_VIN, str),
    "plate, 4 within": Class(Kind.PLATE, lambda row: row[4][:4], BY_PLATE, _inside),
    "code": Class(Kind.CODE, lambda row: row[5], BY_CODE, _beginning),
}


def measure(run: Run) -> list[Result]:
    """Every class in the largest dealership; one character in the Chinese one."""
    largest = Dealership.objects.order_by("pk")[0]
    chinese = Dealership.objects.filter(country="CN").order_by("pk")[0]
    results = [
        result
        for name, asked in CLASSES.items()
        for result in _results(name, asked, largest, run.today)
    ]
    one = CLASSES["2 letters"]._replace(ask=lambda row: row[0])
    return [*results, *_results("1 Chinese character", one, chinese, run.today)]


def _results(name: str, asked: Class, dealership: Dealership, today: date) -> Iterator[Result]:
    whole, ours, raw = [], [], []
    for row in _sample(dealership):
        text = asked.ask(row)
        whole.append(_timed(partial(search, text, dealership=dealership, on=today)))
        ours.append(_sql_of_class(asked.kind, text, dealership, today))
        raw.append(_timed(partial(_raw, asked, text, dealership)))
    yield Result(
        f"search, {name}, SQL p50", percentile(ours, 0.5), percentile(raw, 0.5),
        target=Target(at_most=1.5),
        note=f"p95 {percentile(ours, 0.95):.1f} against {percentile(raw, 0.95):.1f} ms",
    )  # fmt: skip
    yield Result(
        f"search, {name}, whole, p95", percentile(whole, 0.95), None,
        target=Target(at_most=LONGEST_MS, of_ours=True),
        note=f"p50 {percentile(whole, 0.5):.1f} ms",
    )  # fmt: skip


def _sample(dealership: Dealership) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE, {"dealership": dealership.pk, "questions": QUESTIONS})
        return list(cursor.fetchall())


def _sql_of_class(kind: Kind, text: str, dealership: Dealership, today: date) -> float:
    """Milliseconds in the database for one class of what the text could be."""
    spent: list[float] = []

    def stopwatch(execute: Any, *rest: Any) -> Any:
        begun = time.perf_counter()
        answer = execute(*rest)
        spent.append((time.perf_counter() - begun) * 1000)
        return answer

    question = next(
        each for each in classify(text, country=dealership.country) if each.kind == kind
    )
    with one_by_one(), connection.execute_wrapper(stopwatch):
        list(ASK[kind](question, dealership, today))
    return sum(spent)


def _raw(asked: Class, text: str, dealership: Dealership) -> None:
    named: dict[str, Any] = {
        "dealership": dealership.pk,
        "pattern": asked.pattern(text),
        "patterns": [asked.pattern(word) for word in text.split()],
    }
    with connection.cursor() as cursor:
        cursor.execute(asked.statement, named)
        cursor.fetchall()


def _timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000

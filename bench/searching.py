"""The search box: each class of input against the bare trigram query, within one dealership."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from bench.results import Result, Target, percentile
from bench.run import Run
from customers.search import search
from dealerships.models import Dealership

QUESTIONS = 60
LONGEST_MS = 100
CARD_QUERIES = 3  # search: one query a class, and three for the cards of those found
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


# what is typed, and the bare statement that finds it with its pattern(s)
CLASSES: dict[str, tuple[Callable[[Row], str], str, Callable[[str], object]]] = {
    "surname, 5 letters": (lambda row: row[0][:5].lower(), BY_NAME, _inside),
    "3 letters": (lambda row: row[0][1:4].lower(), BY_NAME, _inside),
    "2 letters": (lambda row: row[0][:2].lower(), BY_NAME, lambda text: f"{text}%"),
    "surname and given name": (lambda row: f"{row[1]} {row[0]}".lower(), BY_NAME, _inside),
    "phone": (lambda row: row[2], BY_PHONE, lambda text: text),
    "phone, last 4": (lambda row: row[2][-4:], BY_PHONE, _inside),
    "phone, 7 within": (lambda row: row[2][4:11], BY_PHONE, _inside),
    "VIN, last 6": (lambda row: row[3][-6:], BY_CAR.format(column="vin"), _inside),
    "VIN": (lambda row: row[3], BY_CAR.format(column="vin"), lambda text: text),
    "plate, 4 within": (lambda row: row[4][:4], BY_CAR.format(column="plate_key"), _inside),
    "code": (lambda row: row[5], BY_CODE, lambda text: f"{text}%"),
}


def measure(run: Run) -> list[Result]:
    """Every class in the largest dealership; two Chinese characters in the Chinese one."""
    largest = Dealership.objects.order_by("pk")[0]
    chinese = Dealership.objects.filter(country="CN").order_by("pk")[0]
    results = [
        result for name in CLASSES for result in _results(name, name, largest, run)
    ]
    return [*results, *_results("2 letters", "1 Chinese character", chinese, run)]


def _results(kind: str, name: str, dealership: Dealership, run: Run) -> Iterator[Result]:
    ask, statement, pattern = CLASSES[kind]
    whole, ours, raw = [], [], []
    for row in _sample(dealership):
        text = ask(row)
        total, first = _search(text, dealership, run)
        whole.append(total)
        ours.append(first)
        raw.append(_raw(text, statement, pattern, dealership))
    middle, high = percentile(ours, 0.5), percentile(raw, 0.5)
    yield Result(f"search, {name}, SQL p50", middle, high, target=Target(at_most=1.5),
                 note=f"p95 {percentile(ours, 0.95):.1f} against {percentile(raw, 0.95):.1f} ms")  # fmt: skip
    yield Result(f"search, {name}, whole, p95", percentile(whole, 0.95), None,
                 target=Target(at_most=LONGEST_MS, of_ours=True),
                 note=f"p50 {percentile(whole, 0.5):.1f} ms")  # fmt: skip


def _sample(dealership: Dealership) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE, {"dealership": dealership.pk, "questions": QUESTIONS})
        return list(cursor.fetchall())


def _search(text: str, dealership: Dealership, run: Run) -> tuple[float, float]:
    """Milliseconds of the whole search, and of the SQL that finds the candidates."""
    spent: list[float] = []

    def stopwatch(execute: Any, *rest: Any) -> Any:
        begun = time.perf_counter()
        answer = execute(*rest)
        spent.append((time.perf_counter() - begun) * 1000)
        return answer

    begun = time.perf_counter()
    with connection.execute_wrapper(stopwatch):
        found = search(text, dealership=dealership, on=run.today)
    total = (time.perf_counter() - begun) * 1000
    return total, sum(spent[:-CARD_QUERIES] if found else spent)


def _raw(
    text: str, statement: str, pattern: Callable[[str], object], dealership: Dealership
) -> float:
    named = {
        "dealership": dealership.pk,
        "pattern": pattern(text),
        "patterns": [pattern(word) for word in text.split()],
    }
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        cursor.fetchall()
    return (time.perf_counter() - begun) * 1000

"""Makes the bench's rows inside the database, set-based; the same sizes give the same rows.

Six years of 50 dealerships of two holdings (every eighth is Chinese), the first the largest.
"""

import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection as django_connection
from django.utils import timezone

from bench import data_statements as statements
from bench.loading import without_indexes
from bench.names import words
from dealerships import services as dealerships
from dealerships.models import Dealership, Holding, StaffMember

PLACES = 50
FEW_PLACES = 5  # of a small run, so that a dealership still has customers
FEW_CUSTOMERS = 200_000
CHINESE_EVERY = 8
SELLERS = 4
DAYS = 6 * 365


@dataclass(frozen=True)
class Sizes:
    """How many rows of each; tasks at most one a customer."""

    customers: int
    vehicles: int
    visits: int
    tasks: int
    operators: int = 20_000

    def __str__(self) -> str:
        return (
            f"{self.customers:,} customers, {self.vehicles:,} vehicles,"
            f" {self.visits:,} visits, {self.tasks:,} tasks"
        )


def fill(sizes: Sizes) -> date:
    """Fill an empty, migrated database; returns the day that is today in its rows."""
    started = time.monotonic()
    today = timezone.now().date()
    _open_dealerships(PLACES if sizes.customers >= FEW_CUSTOMERS else FEW_PLACES)
    named = {
        "customers": sizes.customers,
        "vehicles": sizes.vehicles,
        "visits": sizes.visits,
        "tasks": min(sizes.tasks, sizes.customers),
        "operators": sizes.operators,
        "today": today,
        "days": DAYS,
        "first_day": today - timedelta(days=DAYS),
    }
    django_connection.ensure_connection()
    connection = django_connection.connection
    with connection.cursor() as cursor:
        for preparation in statements.PREPARE:
            cursor.execute(preparation)
        cursor.executemany("INSERT INTO bench.word VALUES (%s, %s, %s, %s, %s)", list(words()))
        cursor.execute(statements.WORD_COUNTS)
        with without_indexes(connection, statements.TABLES):
            for name, statement in statements.ROWS.items():
                begun = time.monotonic()
                cursor.execute(statement, named)
                _tell(f"  {name}: {cursor.rowcount:,} rows, {time.monotonic() - begun:.1f} s")
            begun = time.monotonic()
        _tell(f"  indexes and keys: {time.monotonic() - begun:.1f} s")
        for sequence in statements.SEQUENCES:
            cursor.execute(sequence)
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")
    _tell(f"data: {sizes} in {time.monotonic() - started:.0f} s")
    return today


def _open_dealerships(places: int) -> None:
    russian = Holding.objects.create(name="Bench")
    chinese = Holding.objects.create(name="测试")
    for place in range(places):
        is_chinese = place % CHINESE_EVERY == 1
        dealership = dealerships.create_dealership(
            slug=f"bench-{place}",
            name=f"Bench {place}",
            time_zone="Asia/Shanghai" if is_chinese else "Europe/Moscow",
            country="CN" if is_chinese else "RU",
            holding=chinese if is_chinese else russian,
        )
        StaffMember.objects.bulk_create(
            StaffMember(dealership=dealership, name=f"Seller {seller}") for seller in range(SELLERS)
        )
    # the bench runs at any hour
    Dealership.objects.update(law=Dealership.Law.OWN, calls_from="00:00", calls_until="23:59:59")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")

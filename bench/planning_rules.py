"""Planning with twenty active rules in every dealership, on all its history.

The standard rules switched on, and more of the same triggers at other times, as a dealership of
some years has them.
"""

import time
from datetime import date, timedelta
from typing import Any

from django.db import connection

from bench.planning import FORGET, LIMIT_MS, TABLES, plan_all
from bench.results import Result, Target, Unit
from bench.run import Run
from dealerships.models import Dealership
from followups.models import PlanStep, Rule

ACTIVE = 20
# as many rows as were planned, into a bare table with the one key that makes planning repeatable
BARE = (
    "DROP TABLE IF EXISTS bench.planned",
    """
    CREATE TABLE bench.planned (id bigserial PRIMARY KEY, dealership_id bigint NOT NULL,
        customer_id bigint NOT NULL, rule_id bigint NOT NULL, subject_id bigint NOT NULL,
        cycle_on date NOT NULL, UNIQUE (rule_id, subject_id, cycle_on))
    """,
)
INSERT_BARE = """
    INSERT INTO bench.planned (dealership_id, customer_id, rule_id, subject_id, cycle_on)
    SELECT dealership_id, customer_id, rule_id, subject_id, cycle_on
    FROM followups_callreason WHERE planned_on >= %(day)s
    ON CONFLICT (rule_id, subject_id, cycle_on) DO NOTHING
"""


def measure(run: Run) -> list[Result]:
    """The first morning with all the rules, the same morning again, and the next one."""
    with connection.cursor() as cursor:
        rules = _prepare(cursor, run.today)
        reasons, first = plan_all(run.today)
        again, second = plan_all(run.today)
        new, next_day = plan_all(run.today + timedelta(days=1))
        for statement in BARE:
            cursor.execute(statement)
        raw_first = _seconds(cursor, INSERT_BARE, run.today)
        raw_second = _seconds(cursor, INSERT_BARE, run.today)
    said = f"{rules:,} rules, {run.sizes.vehicles:,} cars, all dealerships; one run"
    return [
        Result("plan, 20 rules, first morning", first, raw_first, Unit.SECONDS,
               Target(at_most=1.5), f"{reasons:,} reasons, {said}; limit: one bare row each"),
        Result("plan, 20 rules, again", second, raw_second, Unit.SECONDS, Target(at_most=1.5)),
        Result("plan, 20 rules, again against first", second, first, Unit.SECONDS,
               Target(at_most=0.5)),
        Result("plan, 20 rules, again adds", float(again), None, Unit.COUNT,
               Target(at_most=0, of_ours=True)),
        Result("plan, 20 rules, the next morning", next_day, None, Unit.SECONDS, None,
               f"{new:,} new reasons"),
    ]  # fmt: skip


def _prepare(cursor: Any, day: date) -> int:
    """ACTIVE rules a dealership, nothing planned, tables as after a night; how many rules."""
    for statement in FORGET:
        cursor.execute(statement, {"day": day})
    cursor.execute(
        "UPDATE followups_calltask SET status = 'done', closed_at = now(), held_by_id = NULL,"
        " lease_until = NULL WHERE status IN ('waiting', 'held')"
    )
    Rule.objects.update(is_active=True, first_planned_on=None)
    for dealership in Dealership.objects.order_by("pk"):
        _add_rules(dealership)
    for table in TABLES:
        cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    cursor.execute(f"SET statement_timeout = {LIMIT_MS}")
    return Rule.objects.active().count()


def _add_rules(dealership: Dealership) -> None:
    """Copies of its rules, each a week later than the one before, until there are ACTIVE."""
    rules = list(Rule.objects.for_dealership(dealership).order_by("pk"))
    for number in range(ACTIVE - len(rules)):
        rule = rules[number % len(rules)]
        rule.pk, rule.name = None, f"{rule.name} {number}"
        rule.offset_days += 7
        rule.save()
        PlanStep.objects.create(
            dealership=dealership, rule=rule, position=1, channel="call", attempts=3
        )


def _seconds(cursor: Any, statement: str, day: date) -> float:
    begun = time.perf_counter()
    cursor.execute(statement, {"day": day})
    return time.perf_counter() - begun

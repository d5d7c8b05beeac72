"""Planning the calls: the first run, the second, a day's delta, against bare statements.

Nothing analyses the tables between first and second run: a plan chosen on the statistics of a
moment ago must not take hours (performance.md, section 2).
"""

import time
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.results import Result, Target, Unit
from bench.run import Run
from dealerships.models import Dealership
from followups.models import Rule
from followups.services import mornings, planning

# what this part did in a database that was left is undone: it would be found planned
FORGET = (
    "DELETE FROM followups_taskevent e USING followups_calltask t"
    " WHERE t.id = e.task_id AND t.planned_on >= %(day)s",
    "DELETE FROM followups_callreason WHERE planned_on >= %(day)s",
    "DELETE FROM followups_draw WHERE drawn_on >= %(day)s",
    "DELETE FROM followups_calltask WHERE planned_on >= %(day)s",
    # due days spread over the year again, as they were made
    "UPDATE service_maintenanceforecast SET due_on = anchor_on + 365,"
    " due_by_time_on = anchor_on + 365 WHERE due_on <> anchor_on + 365",
)
TABLES = ("followups_calltask", "followups_callreason", "followups_taskevent")
LIMIT_MS = 120_000  # a good plan needs seconds for a dealership, a bad one hours
DUE = (
    "UPDATE service_maintenanceforecast SET due_on = %(day)s + 5, due_by_time_on = %(day)s + 5"
    " WHERE bench.pick(vehicle_id, 90, 3) < 2"
)
# the same cars into a bare table that has a million tasks and a queue index already
BARE = (
    """
    DROP TABLE IF EXISTS bench.reminder, bench.due
    """,
    """
    CREATE TABLE bench.reminder (
        id bigserial PRIMARY KEY, dealership_id bigint NOT NULL, customer_id bigint NOT NULL,
        vehicle_id bigint, kind int NOT NULL, due_on date NOT NULL, status int NOT NULL,
        priority int NOT NULL, not_before timestamptz NOT NULL
    ) WITH (autovacuum_enabled = false)
    """,
    """
    CREATE TABLE bench.due AS
    SELECT r.dealership_id, r.customer_id, r.vehicle_id, r.due_on
    FROM followups_callreason r WHERE r.planned_on = %(planned)s
    """,
    """
    INSERT INTO bench.reminder
        (dealership_id, customer_id, kind, due_on, status, priority, not_before)
    SELECT dealership_id, customer_id, 1, due_until, 0, priority, not_before
    FROM followups_calltask WHERE planned_on < %(day)s
    """,
    "CREATE INDEX ON bench.reminder (dealership_id, priority, not_before) WHERE status = 0",
    "CREATE UNIQUE INDEX ON bench.reminder (vehicle_id, kind, due_on) WHERE kind = 10",
    "ANALYZE bench.due",
    "ANALYZE bench.reminder",
)
INSERT_BARE = """
    INSERT INTO bench.reminder
        (dealership_id, customer_id, vehicle_id, kind, due_on, status, priority, not_before)
    SELECT dealership_id, customer_id, vehicle_id, 10, due_on, 0, 4, now() FROM bench.due
    ON CONFLICT (vehicle_id, kind, due_on) WHERE kind = 10 DO NOTHING
"""


def measure(run: Run) -> list[Result]:
    """A day's delta on cars due all through the year; then two of three cars due at once."""
    with connection.cursor() as cursor:
        _prepare(cursor, run.today)
        planned, spread = plan_all(run.today)
        delta, daily = plan_all(run.today + timedelta(days=1))
        cursor.execute(DUE, {"day": run.today})
        day = run.today + timedelta(days=2)
        first_reasons, first = plan_all(day)
        second_reasons, second = plan_all(day)
        for statement in BARE:
            cursor.execute(statement, {"day": run.today, "planned": day})
        cursor.execute("SELECT count(*) FROM bench.due")
        due = cursor.fetchone()[0]
        raw_first = _seconds(cursor, INSERT_BARE)
        raw_second = _seconds(cursor, INSERT_BARE)
        same_rows = _same_rows(cursor, day)
    cars = f"{first_reasons:,} reasons; one run"
    return [
        Result("plan, first run", first, raw_first, Unit.SECONDS, Target(at_most=1.5),
               f"{cars}; limit: {due:,} rows into one bare table"),
        Result("plan, first run, same rows", first, same_rows, Unit.SECONDS, None,
               "limit: the same cards, reasons, events by plain INSERT into our tables"),
        Result("plan, second run", second, raw_second, Unit.SECONDS, Target(at_most=1.5),
               f"no ANALYZE, statement_timeout {LIMIT_MS // 1000} s"),
        Result("plan, second against first", second, first, Unit.SECONDS, Target(at_most=0.5)),
        Result("plan, second run adds", float(second_reasons), None, Unit.COUNT,
               Target(at_most=0, of_ours=True)),
        Result("plan, a day's delta", daily, None, Unit.SECONDS, Target(at_most=1, of_ours=True),
               f"{delta:,} new reasons, {planned:,} known ({spread:.1f} s); all dealerships"),
    ]  # fmt: skip


def _prepare(cursor: Any, day: date) -> None:
    """Only maintenance is planned; the open cards of the claims are closed."""
    for statement in FORGET:
        cursor.execute(statement, {"day": day})
    Rule.objects.exclude(trigger=Rule.Trigger.MAINTENANCE_DUE).update(is_active=False)
    cursor.execute(
        "UPDATE followups_calltask SET status = 'done', closed_at = now(), held_by_id = NULL,"
        " lease_until = NULL, planned_on = planned_on - 30 WHERE status IN ('waiting', 'held')"
    )
    for table in TABLES:
        cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    cursor.execute(f"SET statement_timeout = {LIMIT_MS}")


def plan_all(day: date) -> tuple[int, float]:
    """Plans every dealership, as its morning does, on the forecast: reasons added, seconds."""
    begun = time.perf_counter()
    reasons = 0
    for lot in mornings.in_lots(list(Dealership.objects.order_by("pk"))):
        planned = planning.plan_together(days=dict.fromkeys(lot, day), at=timezone.now())
        reasons += sum(each.reasons for each in planned.values())
    return reasons, time.perf_counter() - begun


def _same_rows(cursor: Any, day: date) -> float:
    """Seconds to write again what the day's run wrote, from a copy, into the same tables."""
    copied = {
        "followups_calltask": "planned_on = %(day)s",
        "followups_callreason": "planned_on = %(day)s",
        "followups_taskevent": "task_id IN (SELECT task_id FROM followups_callreason"
        " WHERE planned_on = %(day)s) AND kind = 'planned'",
    }
    for table, chosen in copied.items():
        copy = f"bench.{table}"
        cursor.execute(f"DROP TABLE IF EXISTS {copy}")
        cursor.execute(f"CREATE TABLE {copy} AS SELECT * FROM {table} WHERE {chosen}", {"day": day})
    for table in ("followups_taskevent", "followups_callreason", "followups_calltask"):
        cursor.execute(f"DELETE FROM {table} t USING bench.{table} c WHERE c.id = t.id")
        cursor.execute(f"VACUUM {table}")
    begun = time.perf_counter()
    cursor.execute("BEGIN")
    for table in copied:
        cursor.execute(
            f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM bench.{table}"
            " ON CONFLICT DO NOTHING"
        )
    cursor.execute("COMMIT")
    return time.perf_counter() - begun


def _seconds(cursor: Any, statement: str) -> float:
    begun = time.perf_counter()
    cursor.execute(statement)
    return time.perf_counter() - begun

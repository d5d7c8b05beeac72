"""KPIs: the registry's queries against SQL written for one figure alone; stored figures read.

The raw statements also check the registry: the same pair must come out.
"""

import json
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.results import Result, Target, Unit, alternating
from bench.run import Run
from dealerships.models import Dealership
from kpis.definitions import BY_CODE, DEFINITIONS
from kpis.queries.facts import Relation
from kpis.rules import month_ends
from kpis.selection import Selection
from kpis.services import figures, snapshots

SOLD = "dealership_id = ANY(%(dealerships)s) AND cancelled_at IS NULL AND delivered_on <= %(as_of)s"
RAW = {
    "repeat_purchase_flow": f"""
        SELECT count(*) FILTER (WHERE cars >= 2), count(*)
        FROM (SELECT count(DISTINCT vehicle_id) AS cars FROM sales_sale WHERE {SOLD}
              GROUP BY customer_id HAVING max(delivered_on) >= %(window_start)s) buyer
    """,
    "service_retention": f"""
        SELECT count(DISTINCT customer_id) FILTER (WHERE came.vehicle_id IS NOT NULL),
            count(DISTINCT customer_id)
        FROM (SELECT DISTINCT ON (vehicle_id) vehicle_id, customer_id, delivered_on
              FROM sales_sale WHERE {SOLD} ORDER BY vehicle_id, delivered_on DESC) sold
        LEFT JOIN (SELECT DISTINCT vehicle_id FROM service_repairorder
                   WHERE dealership_id = ANY(%(dealerships)s)
                     AND closed_on BETWEEN %(window_start)s AND %(as_of)s) came USING (vehicle_id)
        WHERE delivered_on >= %(year_5)s AND delivered_on < %(window_start)s
    """,
    "referral_customer": f"""
        SELECT count(*) FILTER (WHERE code = 'referral' OR referrer_code <> ''
                                OR referrer_id IS NOT NULL), count(*)
        FROM (SELECT DISTINCT ON (customer_id) delivered_on, lead_source_id, referrer_code,
                  referrer_id
              FROM sales_sale WHERE {SOLD}
              ORDER BY customer_id, delivered_on, contract_number COLLATE "C", id) bought
        LEFT JOIN sales_leadsource l ON l.id = lead_source_id
        WHERE delivered_on >= %(window_start)s
    """,
}  # fmt: skip
# one look at the rows a figure is made of: nothing that reads them all can be quicker
SCANS = {
    "sale": f"SELECT sum(price), max(delivered_on), max(customer_id) FROM sales_sale WHERE {SOLD}",
    "visit": "SELECT sum(labour), max(closed_on), max(vehicle_id) FROM service_repairorder"
    " WHERE dealership_id = ANY(%(dealerships)s) AND closed_on <= %(as_of)s",
    "traffic": 'SELECT count(phone), max("on") FROM sales_trafficcontact'
    " WHERE dealership_id = ANY(%(dealerships)s)"
    ' AND "on" BETWEEN %(window_start)s AND %(as_of)s',
    "spend": "SELECT sum(amount) FROM sales_marketingspend"
    " WHERE dealership_id = ANY(%(dealerships)s)",
}
FACT_OF = {
    "first_sale": "sale", "latest_sale": "sale", "owned_car": "sale", "activity": "visit",
} | {fact: fact for fact in SCANS}  # fmt: skip
MONTHS = 24
READ = (
    "SELECT as_of, code, version, value::text FROM kpis_snapshot"
    " WHERE series_id = %(series)s AND as_of = ANY(%(days)s)"
)
# the other months as copies of the one that was computed: only reading them is measured
COPY_MONTHS = """
    INSERT INTO kpis_snapshot (dealership_id, series_id, code, version, as_of, value, computed_at)
    SELECT dealership_id, series_id, code, version, month, value, computed_at
    FROM kpis_snapshot CROSS JOIN unnest(%(days)s::date[]) month
    WHERE series_id = %(series)s AND as_of = %(computed)s
    ON CONFLICT DO NOTHING
"""


def measure(run: Run) -> list[Result]:
    """The largest dealership, then the whole of its holding as one."""
    largest = Dealership.objects.order_by("pk")[0]
    network = list(Dealership.objects.filter(holding=largest.holding).order_by("pk"))
    alone = Selection([largest], run.today)
    together = Selection(network, run.today)
    results = [
        *_headlines("largest dealership", alone, run.rounds),
        *_headlines(f"{len(network)} dealerships as one", together, min(run.rounds, 3)),
        *(_other(code, alone) for code in BY_CODE if code not in RAW),
    ]
    return [*results, *_stored(largest, run)]


def _headlines(whose: str, selection: Selection, rounds: int) -> list[Result]:
    results = []
    differing = 0
    for code, statement in RAW.items():
        pair: dict[str, Any] = {}
        ours, raw = alternating(
            rounds,
            partial(_timed, partial(_live, pair, code, selection)),
            partial(_timed, partial(_raw, pair, statement, selection)),
        )
        differing += pair["ours"] != pair["raw"]
        results.append(Result(f"kpi {code}, {whose}", ours, raw, target=Target(at_most=1.2)))
    results.append(
        Result(f"kpi figures unlike the raw ones, {whose}", differing, None, Unit.COUNT,
               Target(at_most=0, of_ours=True))
    )  # fmt: skip
    return results


def _live(pair: dict[str, Any], code: str, selection: Selection) -> None:
    pair["ours"] = figures.figure(BY_CODE[code], selection)


def _raw(pair: dict[str, Any], statement: str, selection: Selection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, selection.parameters())
        pair["raw"] = list(cursor.fetchone() or ())


def _other(code: str, selection: Selection) -> Result:
    facts = _facts_of(BY_CODE[code].relation)
    ours, scan = alternating(
        3,
        partial(_timed, partial(figures.figure, BY_CODE[code], selection)),
        partial(_timed, partial(_scan, facts, selection)),
    )
    return Result(f"kpi {code}", ours, scan, note=f"beside one look at its {', '.join(facts)}")


def _facts_of(relation: Relation) -> list[str]:
    words = set(relation.sql.replace("(", " ").replace(")", " ").split())
    return sorted({fact for word, fact in FACT_OF.items() if word in words}) or ["sale"]


def _scan(facts: list[str], selection: Selection) -> None:
    with connection.cursor() as cursor:
        for fact in facts:
            cursor.execute(SCANS[fact], selection.parameters())
            cursor.fetchall()


def _stored(dealership: Dealership, run: Run) -> list[Result]:
    at = timezone.now()
    series = snapshots.series_of(dealerships=[dealership], kind="", at=at)
    days = month_ends(run.today, MONTHS)
    refresh = _timed(partial(snapshots.rebuild, series=series, days=[days[-1]], at=at))
    selection = Selection([dealership], days[-1])
    live = _timed(partial(figures.all_figures, selection))
    with connection.cursor() as cursor:
        named: dict[str, Any] = {"series": series.pk, "days": days, "computed": days[-1]}
        cursor.execute(COPY_MONTHS, named)
    ours, raw = alternating(
        max(run.rounds, 5),
        partial(_timed, partial(snapshots.stored, series=series, days=days)),
        partial(_timed, partial(_read, series.pk, days)),
    )
    return [
        Result("kpi, stored figures of 24 months", ours, raw, target=Target(at_most=1.2),
               note=f"{len(DEFINITIONS)} KPIs; limit: the rows by a bare cursor, JSON parsed"),
        Result("kpi, refresh of a month", refresh, live, target=Target(at_most=1.2),
               note="limit: the queries alone; one run"),
    ]  # fmt: skip


def _read(series: int, days: list[date]) -> None:
    named: dict[str, Any] = {"series": series, "days": days}
    with connection.cursor() as cursor:
        cursor.execute(READ, named)
        for row in cursor.fetchall():
            json.loads(row[3])


def _timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000

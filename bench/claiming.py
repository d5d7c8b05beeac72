"""Claim-next: the service's statement against the shortest one that is right, on a bare table.

Also with everything of priority 1 to 3 in the future, where a statement that filters the time
after the index falls to a twentieth (performance.md, section 1).
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench import database
from bench.results import Result, Target, Unit, alternating
from bench.run import Run
from followups.rules.lateness import LEASE
from followups.services.queue import CLAIM

# performance.md, statement D6 and its table
BARE_TABLE = """
    DROP TABLE IF EXISTS bench.task;
    CREATE TABLE bench.task (
        id bigint PRIMARY KEY, dealership_id bigint NOT NULL, customer_id bigint NOT NULL,
        status int NOT NULL, priority int NOT NULL, not_before timestamptz NOT NULL,
        assigned_to bigint, claimed_at timestamptz, claim_expires_at timestamptz,
        attempts int NOT NULL DEFAULT 0
    ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);
    INSERT INTO bench.task
        SELECT id, dealership_id, customer_id, 0, priority, not_before
        FROM followups_calltask WHERE status = 'waiting' ORDER BY id;
    CREATE INDEX ON bench.task (dealership_id, priority, not_before) WHERE status = 0;
    ANALYZE bench.task;
"""
D6 = """
    WITH c AS MATERIALIZED (
        SELECT q.id FROM generate_series(1, 9) p CROSS JOIN LATERAL (
            SELECT id FROM bench.task
            WHERE status = 0 AND dealership_id = %(dealership)s AND priority = p
              AND not_before <= statement_timestamp()
            ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED) q LIMIT 1)
    UPDATE bench.task SET status = 1, assigned_to = %(user)s, claimed_at = statement_timestamp(),
        claim_expires_at = statement_timestamp() + interval '15 min', attempts = attempts + 1
    FROM c WHERE bench.task.id = c.id RETURNING bench.task.id, bench.task.customer_id
"""
# held cards are put back between the rounds, so that every round has the same queue
PUT_BACK = (
    "UPDATE followups_calltask SET status = 'waiting', held_by_id = NULL, lease_until = NULL"
    " WHERE status = 'held'",
    "UPDATE bench.task SET status = 0 WHERE status = 1",
)
URGENT_LATER = (
    "UPDATE followups_calltask SET not_before = not_before + interval '1 year' WHERE priority <= 3",
    "UPDATE bench.task SET not_before = not_before + interval '1 year' WHERE priority <= 3",
)
URGENT_NOW = tuple(statement.replace("+ interval", "- interval") for statement in URGENT_LATER)
ROLES = "operator"
CLIENTS = (1, 8)


def measure(run: Run) -> list[Result]:
    """Claims a second at 1 and 8 clients, uniform and adversarial."""
    with database.connect(run.url) as connection:
        connection.execute(BARE_TABLE)
        uniform = {clients: _compare(run, clients) for clients in CLIENTS}
        _say(connection, *URGENT_LATER, "VACUUM ANALYZE followups_calltask, bench.task")
        adversarial = {clients: _compare(run, clients) for clients in CLIENTS}
        _say(connection, *URGENT_NOW, "VACUUM ANALYZE followups_calltask")
        connection.execute("DROP TABLE bench.task")
    results = []
    for name, found in (("uniform", uniform), ("priorities 1-3 later", adversarial)):
        for clients, (ours, limit) in found.items():
            results.append(
                Result(f"claim, {name}, c={clients}", ours, limit, Unit.PER_SECOND,
                       Target(at_least=0.8), "limit: statement D6 on a bare table")
            )  # fmt: skip
    for clients in CLIENTS:
        ours, limit = adversarial[clients][0], uniform[clients][0]
        results.append(
            Result(f"claim, later against uniform, c={clients}", ours, limit, Unit.PER_SECOND,
                   Target(at_least=0.6), "ours against ours")
        )  # fmt: skip
    return results


def _compare(run: Run, clients: int) -> tuple[float, float]:
    with ProcessPoolExecutor(clients) as pool:
        ours = partial(_throughput, run, pool, clients, claim_ours)
        raw = partial(_throughput, run, pool, clients, claim_raw)
        rates = alternating(run.rounds, ours, raw)
    return rates[0], rates[1]


def _throughput(
    run: Run, pool: ProcessPoolExecutor, clients: int, claim: Callable[..., int | None]
) -> float:
    """Claims a second of all clients; raises when one card came twice."""
    begin = time.time() + 0.2
    jobs = [
        pool.submit(claim_for, claim, run.url, place, clients, run.sizes.operators, begin,
                    run.seconds)
        for place in range(clients)
    ]  # fmt: skip
    found = [job.result() for job in jobs]
    taken = [task for tasks, _seconds in found for task in tasks]
    if len(set(taken)) != len(taken):
        raise AssertionError("a card was held twice")
    with database.connect(run.url) as connection:
        _say(connection, *PUT_BACK, "VACUUM ANALYZE followups_calltask, bench.task")
    return sum(len(tasks) / seconds for tasks, seconds in found)


def claim_for(
    claim: Callable[..., int | None],
    url: str,
    place: int,
    clients: int,
    operators: int,
    begin: float,
    seconds: float,
) -> tuple[list[int], float]:
    """One client's claims, each for another operator, and the seconds they took.

    Ends when the time is over, or every operator of this client has a card in hand.
    """
    taken = []
    with database.connect(url) as connection:
        connection.prepare_threshold = 1
        places = [row[0] for row in connection.execute("SELECT dealership_id FROM bench.place")]
        time.sleep(max(0.0, begin - time.time()))
        for turn in range(place, operators, clients):
            if time.time() >= begin + seconds:
                break
            dealership = places[turn * 7919 % len(places)]
            task = claim(connection, dealership=dealership, user=turn + 1)
            if task:
                taken.append(task)
        return taken, time.time() - begin


def claim_ours(connection: Any, *, dealership: int, user: int) -> int | None:
    """By the service's statement."""
    row = connection.execute(
        CLAIM,
        {
            "dealership": dealership,
            "user": user,
            "at": datetime.now(UTC),
            "lease": LEASE.total_seconds(),
            "roles": ROLES,
        },
    ).fetchone()
    return row[0] if row else None


def claim_raw(connection: Any, *, dealership: int, user: int) -> int | None:
    """By the raw statement."""
    row = connection.execute(D6, {"dealership": dealership, "user": user}).fetchone()
    return row[0] if row else None


def _say(connection: Any, *statements: str) -> None:
    for statement in statements:
        connection.execute(statement)

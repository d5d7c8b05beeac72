"""R6: Redis dies, or forgets all that waits in it: the rows are the queue, the sweeps ring again.

A real server of the test's own, which keeps nothing on disk, and a real Celery worker that goes
through all of it. The test rings for the sweeps, as beat does.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings
from django.db import connection

from customers.models import CustomerCode
from dealercrm.celery import app
from dealercrm.embedded.binaries import valkey_program
from dealercrm.embedded.valkey import ValkeyServer
from dealerships.models import PeriodicTick
from exchange.models import ImportRun
from exchange.services import runs, uploads
from exchange.tasks import ring as ring_for_import
from followups.models import PlanningRun
from followups.tasks import plan_lot
from tests.factories import NOW, make_dealership
from tests.followups.racing import in_processes

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
SWEEPS = ("exchange.sweep_imports", "followups.plan_mornings")
QUEUE = "celery"
AFTER_RETURN = 120
"""Seconds in which everything that was due has to be done."""
PLACES = 3


@pytest.fixture
def server(tmp_path_factory):
    """Files in a short path: that of a socket may have a hundred letters."""
    folder = tmp_path_factory.mktemp("lost")
    own = ValkeyServer(folder / "data", folder, folder / "log", valkey_program(), durable=False)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def worker(server, doorbell, tmp_path):
    """It listens already: what becomes of Redis happens to its connection."""
    with _worker(server, tmp_path) as process:
        assert wait_for(lambda: _is_listened_to(doorbell), AFTER_RETURN)
        yield process


def _is_listened_to(doorbell: redis.Redis) -> bool:
    return any(client["cmd"] == "brpop" for client in doorbell.client_list())


@contextmanager
def _worker(server: ValkeyServer, folder: Path):
    """A Celery worker on the database of the test."""
    name = connection.settings_dict["NAME"]
    told = {
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl(),
        "REDIS_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "dealercrm.settings",
        "DEALERCRM_DATA": str(folder),
    }
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "dealercrm", "worker", "--pool", "solo"],
            cwd=settings.BASE_DIR, env=os.environ | told, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def doorbell(server):
    return redis.Redis.from_url(server.url)


def ring(server: ValkeyServer, work: Callable[..., None], *given) -> None:
    """Do what rings in a process whose doorbell is this server."""
    in_processes(_ring, [(server.url.replace("unix://", "redis+socket://"), work, given)])


def _ring(url: str, work: Callable[..., None], given: tuple) -> None:
    app.conf.broker_url = url
    work(*given)


@pytest.fixture
def places(db):
    """Dealerships where it is about noon by the real clock: their morning has come."""
    ahead = 12 - datetime.now(tz=UTC).hour
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    return [make_dealership(f"place{number}", time_zone=zone) for number in range(PLACES)]


def bring_work(places, folder: Path, turn: int) -> None:
    """An import and a morning for each dealership; both are rung for."""
    for place in places:
        path = folder / f"{place.slug}-{turn}.csv"
        path.write_text(f"Code,Name,Phones\nC{turn},Anna Adams,+7916{turn:07d}\n")
        run = runs.create_run(dealership=place, source="dms", exported_on=NOW.date(), by=None)
        runs.add_file(run=run, path=path, name=path.name)
        uploads.start(run=run, is_dry_run=False)
        ring_for_import(run_id=run.pk)
    PlanningRun.objects.all().delete()  # a new day
    plan_lot.delay(dealership_ids=[place.pk for place in places])


def all_done() -> bool:
    is_waiting = ImportRun.objects.exclude(status="done").exists()
    return not is_waiting and PlanningRun.objects.count() == PLACES


def wait_for(what: Callable[[], bool], seconds: float) -> bool:
    """Whether it came about in time."""
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def sweep() -> None:
    """Beat's next turn."""
    PeriodicTick.objects.all().delete()
    for name in SWEEPS:
        app.send_task(name)


def kill(server: ValkeyServer, doorbell: redis.Redis) -> None:
    pid = doorbell.info("server")["process_id"]
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    server.start()


def flush(server: ValkeyServer, doorbell: redis.Redis) -> None:
    doorbell.flushall()


def lose_work(server, doorbell, worker, places, folder, *, turn: int, how) -> None:
    """Work waits in Redis, while the worker is at something else, and is gone."""
    worker.send_signal(signal.SIGSTOP)
    ring(server, bring_work, places, folder, turn)
    assert doorbell.llen(QUEUE) >= PLACES
    how(server, doorbell)
    assert doorbell.llen(QUEUE) == 0
    worker.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("how", [kill, flush])
def test_what_redis_lost_is_rung_for_again(server, doorbell, worker, places, tmp_path, how, times):
    for turn in range(times):
        lose_work(server, doorbell, worker, places, tmp_path, turn=turn, how=how)
        ring(server, sweep)

        assert wait_for(all_done, AFTER_RETURN), (tmp_path / "worker.log").read_text()[-3000:]

    assert CustomerCode.objects.count() == PLACES * times
    assert set(ImportRun.objects.values_list("attempts", flat=True)) == {1}


def test_without_the_sweep_it_would_be_lost(server, doorbell, worker, places, tmp_path):
    """The control: the worker is back, and nobody tells it."""
    lose_work(server, doorbell, worker, places, tmp_path, turn=0, how=kill)
    ring(server, app.send_task, "kpis.sweep_snapshots")
    assert wait_for(PeriodicTick.objects.exists, AFTER_RETURN)

    assert not wait_for(all_done, 2)

"""Killed workers, cancelled runs, two imports at once: all of an import or nothing, never twice."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from customers.models import Customer, CustomerCode
from exchange.models import ImportRun
from exchange.services import locks, runs, uploads
from exchange.tasks import run_import, sweep_imports
from tests.exchange.conftest import Importer
from tests.factories import NOW, make_dealership

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "Code,Type,Name,Phones\n"
ROWS = 6_000


@pytest.fixture
def big(db, tmp_path):
    importer = Importer(make_dealership("import"), tmp_path)
    rows = "".join(f"C{n},Person,Иванов{n} Иван,8916{n:07}\n" for n in range(ROWS))
    importer.path = importer.file("big.csv", HEADER + rows)
    return importer


STANDS_STILL = """
import os, signal
from exchange.services.progress import Progress

go_on = Progress.step

def stand_still(progress, name):
    go_on(progress, name)
    if name.startswith("{step}"):
        Progress.step = go_on
        os.kill(os.getpid(), signal.SIGSTOP)

Progress.step = stand_still
"""


def worker(run: ImportRun, step: str, started: list) -> subprocess.Popen:
    """A real process that has taken the run, on the database of this test.

    It stands still where the step begins, so that no moment is missed on a busy machine, until it
    is killed or told to go on (SIGCONT).
    """
    code = (
        "import django; django.setup()\n"
        f"{STANDS_STILL.format(step=step)}\n"
        "from exchange.tasks import run_import\n"
        f"run_import(run_id={run.pk})"
    )
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "dealercrm.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    started.append(process)
    wait_until_it_stands(process)
    run.refresh_from_db()
    assert run.step.startswith(step)
    return process


@pytest.fixture
def started():
    """Processes of a test; ended and closed when it is over, however it went."""
    processes = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def wait_until_it_stands(process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        pid, status = os.waitpid(process.pid, os.WNOHANG | os.WUNTRACED)
        if pid and os.WIFSTOPPED(status):
            return
        assert not pid, process.stderr.read().decode()
        time.sleep(0.02)
    raise AssertionError("the worker did not come to the step")


@pytest.mark.parametrize("step", ["read", "write"])
def test_a_killed_worker_leaves_nothing_and_the_next_one_does_it_all(big, step, started):
    run = runs.create_run(dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None)
    runs.add_file(run=run, path=big.path, name="big.csv")
    uploads.start(run=run, is_dry_run=False)
    process = worker(run, step, started)

    process.send_signal(signal.SIGKILL)
    process.wait()
    seen_after_the_kill = CustomerCode.objects.count()
    ImportRun.objects.update(lease_until=NOW)  # the lease has run out
    waiting = runs.waiting_runs()
    done = runs.execute(run=run, at=NOW, wait_seconds=60)

    assert seen_after_the_kill == 0
    assert waiting == [run.pk]
    assert (done.status, done.attempts) == ("done", 2)
    assert done.counts["customers"]["created"] == ROWS == CustomerCode.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'exchange_staged%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.nightly)])
def test_kills_at_any_moment_leave_all_of_a_file_or_nothing(big, started, kills):
    chance = random.Random(kills)
    for number in range(kills):
        before = set(Customer.objects.values_list("full_name", flat=True))
        run = file_of(big, f"Иванов{number} Иван")
        process = worker(run, "read", started)
        process.send_signal(signal.SIGCONT)
        time.sleep(chance.uniform(0, 2))  # the moment of the kill, not a wait for something

        process.send_signal(signal.SIGKILL)
        process.wait()
        after = set(Customer.objects.values_list("full_name", flat=True))
        ImportRun.objects.filter(pk=run.pk).update(lease_until=NOW)
        if runs.waiting_runs():
            runs.execute(run=run, at=NOW, wait_seconds=60)

        assert after in (before, {f"Иванов{number} Иван"})
        assert set(Customer.objects.values_list("full_name", flat=True)) == {f"Иванов{number} Иван"}
        assert CustomerCode.objects.count() == ROWS


def file_of(big: Importer, name: str) -> ImportRun:
    """A queued run of all rows under one name."""
    rows = "".join(f"C{n},Person,{name},8916{n:07}\n" for n in range(ROWS))
    run = runs.create_run(dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None)
    runs.add_file(run=run, path=big.file("named.csv", HEADER + rows), name="named.csv")
    uploads.start(run=run, is_dry_run=False)
    return run


def test_a_running_import_that_is_cancelled_keeps_nothing(big):
    run = runs.create_run(dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None)
    runs.add_file(run=run, path=big.path, name="big.csv")
    ImportRun.objects.filter(pk=run.pk).update(cancel_requested_at=NOW)

    runs.execute(run=run, at=NOW)

    assert run.status == "cancelled"
    assert Customer.objects.count() == 0


def test_a_second_import_into_the_dealership_waits_its_turn(big, started):
    run = runs.create_run(dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None)
    runs.add_file(run=run, path=big.path, name="big.csv")
    process = worker(run, "read", started)
    small = big.file("small.csv", HEADER + "C1,Person,Иванов1 Иван,89160000001\n")
    second = runs.create_run(
        dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None
    )
    runs.add_file(run=second, path=small, name="small.csv")

    with pytest.raises(locks.ImportRunningError):
        runs.execute(run=second, at=NOW)
    process.send_signal(signal.SIGCONT)
    runs.execute(run=second, at=NOW, wait_seconds=120)

    process.wait()
    assert second.counts["customers"]["unchanged"] == 1
    assert CustomerCode.objects.count() == ROWS


def test_without_the_lock_two_imports_at_once_collide(big, monkeypatch, started):
    """The control: the same two imports with the guard removed. The living is taken for dead."""
    monkeypatch.setattr(locks, "_ask", lambda *_anything: True)
    run = runs.create_run(dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None)
    runs.add_file(run=run, path=big.path, name="big.csv")
    process = worker(run, "read", started)
    second = runs.create_run(
        dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None
    )
    runs.add_file(run=second, path=big.path, name="big.csv")
    claim = runs._claim

    def claim_from_the_living(*given):
        taken = claim(*given)
        process.send_signal(signal.SIGCONT)
        return taken

    monkeypatch.setattr(runs, "_claim", claim_from_the_living)

    with suppress(Exception):  # what they do to each other differs from time to time
        runs.execute(run=second, at=NOW)
    process.wait()

    run.refresh_from_db()
    assert run.attempts == 2


def test_the_task_does_a_queued_run_and_leaves_a_finished_one(big, monkeypatch):
    small = big.file("small.csv", HEADER + "C1,Person,Иванов1 Иван,89160000001\n")
    run = runs.create_run(dealership=big.dealership, source="dms", exported_on=NOW.date(), by=None)
    runs.add_file(run=run, path=small, name="small.csv")
    uploads.start(run=run, is_dry_run=False)
    rung = []
    monkeypatch.setattr(run_import, "delay", lambda **named: rung.append(named))
    sweep_imports()

    run_import(run_id=run.pk)
    run_import(run_id=run.pk)
    run.refresh_from_db()

    assert rung == [{"run_id": run.pk}]
    assert (run.status, run.attempts) == ("done", 1)

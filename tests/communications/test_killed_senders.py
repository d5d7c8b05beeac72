"""R4: workers killed at random while reminders go out: nobody gets none, nobody gets two."""

import multiprocessing
import os
import random
import signal
from datetime import timedelta

import pytest

from communications.channels import CHANNELS, CrashPolicy
from communications.models import Message, Touch
from communications.services import sending
from tests import connections
from tests.communications.letters import make_reader, queue
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 2
TURN = 0.05
"""Seconds between two looks whether the workers are still there."""
EVENING = NOW + timedelta(hours=4)
"""All delays of what is tried again are over, and it is still an hour of contact."""


class Workers:
    """Sweeps in processes of their own, killed together, as when a machine loses power."""

    def __init__(self) -> None:
        connections.close_all()  # a child must not speak on its parent's socket
        fork = multiprocessing.get_context("fork")
        self._processes = [fork.Process(target=_sweep) for _worker in range(WORKERS)]
        for process in self._processes:
            process.start()

    def are_at_work(self) -> bool:
        return any(process.is_alive() for process in self._processes)

    def kill(self) -> None:
        for process in self._processes:
            if process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
            process.join()


def _sweep() -> None:
    sending.send_due(at=NOW)
    os._exit(0)


def send_all(sms, *, cuts: int, held: float, chance: random.Random) -> int:
    """Send what waits while the power fails so often; how many cuts fell into the work.

    held  share of the cuts that fall between the taking of a message and its answer; the others
          come as they come
    """
    fell = 0
    for _cut in range(cuts):
        is_time = sms.call_after(chance.randint(1, 20), holds=chance.random() < held)
        workers = Workers()
        while workers.are_at_work() and not is_time.wait(timeout=TURN):
            pass
        fell += workers.are_at_work()
        workers.kill()
        sms.goes_on.set()
        end_leases()
    for _sender in range(3):
        sending.send_due(at=EVENING)
        end_leases()
    return fell


def end_leases() -> None:
    """Minutes later. Waits for what the dead have under way in the database."""
    Message.objects.filter(locked_until__isnull=False).update(locked_until=NOW - timedelta(days=1))


@pytest.fixture
def reminders(dealership, request):
    return [
        queue(dealership, make_reader(dealership), expires_at=NOW + timedelta(days=2))
        for _number in range(request.param)
    ]


@pytest.mark.parametrize(
    ("reminders", "cuts"),
    [
        pytest.param(120, 5, id="small"),
        pytest.param(6_000, 200, id="full", marks=pytest.mark.nightly),
    ],
    indirect=["reminders"],
)
def test_each_reminder_goes_out_once_however_often_the_power_fails(reminders, sms, cuts):
    fell = send_all(sms, cuts=cuts, held=0.5, chance=random.Random(cuts))

    assert fell > cuts // 2
    assert sms.taken == {str(message.uid): 1 for message in reminders}
    assert Message.objects.filter(state="sent").count() == len(reminders)
    assert Touch.objects.count() == len(reminders)


@pytest.mark.parametrize("reminders", [120], indirect=True)
def test_sent_again_blindly_the_same_cuts_would_double_some(reminders, sms, monkeypatch):
    """The control."""
    monkeypatch.setattr(CHANNELS["sms"], "policy", CrashPolicy.AT_LEAST_ONCE, raising=False)

    send_all(sms, cuts=5, held=1, chance=random.Random(5))

    assert max(sms.taken.values()) > 1

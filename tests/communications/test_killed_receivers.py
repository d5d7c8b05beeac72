"""R11: the web server is killed while it handles call events: what it answered with 2xx is there.

A real server on a socket, in a process of its own; the exchange tells an event again until it is
answered, as exchanges do.
"""

import http.client
import json
import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from communications.models import CallEvent, PhoneCall
from communications.services.call_events import receive
from communications.telephony import told
from communications.views import telephony
from tests import connections
from tests.communications.calls import MASTER, facts, give_telephone, headers_of, message

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
LINES = 4
"""So many events are told at once."""
SLOWEST = 0.1
"""Seconds after which, at the latest, the power fails."""
LOSES = 0.05


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """Nobody reads it."""


class Server:
    """Always at one port; the process that answers there dies and comes again."""

    def __init__(self, view: Callable | None = None) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._view = view

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Killed at the end. No thread may run meanwhile that holds what a fork would need."""
        connections.close_all()  # a child must not speak on its parent's socket
        process = multiprocessing.get_context("fork").Process(target=self._serve)
        process.start()
        try:
            self._wait(process)
            yield
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.join()

    def _wait(self, process) -> None:
        """Until it listens."""
        while process.is_alive():
            with suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            time.sleep(0.01)

    def _serve(self) -> None:
        if self._view:
            telephony.receive = self._view
        server = ThreadedWSGIServer(("127.0.0.1", self.port), Quiet)
        server.daemon_threads = True
        server.set_app(get_wsgi_application())
        server.serve_forever()


class Exchange:
    """Tells its events on several lines until each is answered; `answered` holds their ids."""

    def __init__(self, port: int, events: list[tuple[str, dict]]) -> None:
        self.port, self.waiting = port, list(events)
        self.answered: list[str] = []
        self.unanswered = 0
        self._lock = threading.Lock()

    def tell_until(self, stop: threading.Event) -> None:
        """Go on until all is told, or it is said to stop."""
        lines = [threading.Thread(target=self._line, args=(stop,)) for _line in range(LINES)]
        for line in lines:
            line.start()
        for line in lines:
            line.join()

    def _line(self, stop: threading.Event) -> None:
        while not stop.is_set():
            with self._lock:
                if not self.waiting:
                    return
                event = self.waiting.pop(0)
            is_answered = self._tell(*event)
            with self._lock:
                if is_answered:
                    self.answered.append(event[0])
                else:
                    self.unanswered += 1
                    self.waiting.insert(0, event)

    def _tell(self, event_id: str, sent: dict) -> bool:
        body = json.dumps(sent).encode()
        headers = headers_of("north", body, event_id=event_id, at=timezone.now())
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(line), suppress(OSError, http.client.HTTPException):
            line.request("POST", "/hooks/telephony/north/", body, headers)
            status = line.getresponse().status
            assert status == 204, status
            return True
        return False


def story(calls: int, chance: random.Random) -> list[tuple[str, dict]]:
    """Incoming calls from ringing to their end, told one into another: (id, what is told)."""
    found = []
    for number in range(calls):
        at = timezone.now() - timedelta(seconds=chance.randrange(60, 200))
        fields = {"call": f"C-{number}", "number": f"+7916{chance.randrange(40):07d}"}
        for place, kind in enumerate(["ringing", "answered", "ended"][: chance.randint(1, 3)]):
            told_at = at + timedelta(seconds=place * 7)
            sent = message(kind, at=told_at, direction="in", extension="101", **fields)
            found.append((f"E-{number}-{place}", sent))
    chance.shuffle(found)
    return found


def with_cuts(server: Server, exchange: Exchange, cuts: int, chance: random.Random) -> int:
    """Tell everything while the power fails so often; how many cuts left an event unanswered."""
    fell = 0
    for _cut in range(cuts):
        stop, before = threading.Event(), exchange.unanswered
        telling = threading.Thread(target=exchange.tell_until, args=(stop,))
        with server.at_work():
            telling.start()
            telling.join(timeout=chance.uniform(0, SLOWEST))
            stop.set()
        telling.join()
        fell += exchange.unanswered > before
    with server.at_work():
        exchange.tell_until(threading.Event())
    return fell


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.TELEPHONY_SECRETS = [MASTER]


def kept(dealership) -> set[str]:
    return set(CallEvent.objects.for_dealership(dealership).values_list("event_id", flat=True))


@pytest.mark.parametrize(
    "cuts",
    [
        pytest.param(5, id="small"),
        pytest.param(200, id="full", marks=pytest.mark.nightly),
    ],
)
def test_what_was_answered_is_there_however_often_the_server_is_killed(
    dealership, sister, operator, cuts
):
    chance = random.Random(cuts)
    for place in (dealership, sister):
        give_telephone(place, operator)
    events = story(cuts * 15, chance)
    server = Server()
    exchange = Exchange(server.port, events)

    fell = with_cuts(server, exchange, cuts, chance)

    assert fell > cuts // 2
    assert kept(dealership) == set(exchange.answered) == {event_id for event_id, _sent in events}
    # and the calls are those of the same events told once, in order, with no cut
    now = timezone.now()
    for event_id, sent in sorted(events):
        body = json.dumps(sent).encode()
        receive(dealership=sister, told=told.read(body, event_id=event_id, now=now), at=now)
    assert calls_of(dealership) == calls_of(sister)


def calls_of(place) -> list:
    calls = PhoneCall.objects.for_dealership(place).order_by("provider_id")
    return [facts(call) for call in calls]


def test_answered_before_it_is_stored_some_would_be_lost(dealership):
    """The control: handled a moment after the answer, in a thread."""

    def handle(**given) -> None:
        receive(**given)
        connections.close_all()

    def later(**given) -> None:
        threading.Timer(LOSES, handle, kwargs=given).start()

    chance = random.Random(5)
    server = Server(later)
    exchange = Exchange(server.port, story(100, chance))

    with_cuts(server, exchange, 5, chance)

    assert set(exchange.answered) - kept(dealership)

"""A telephone exchange for the demo and the tests: a real server on localhost with its own clock.

It takes what communications/telephony/http.py sends, rings, answers and hangs up, and tells of it
by signed webhooks until each is answered with 2xx: out of order, twice, late, as it is told to.

    POST /calls      as http.py describes
    POST /incoming   {"dealership", "extension", "number"}: a customer calls
"""

import heapq
import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from communications.signed_webhooks import sign
from communications.telephony.simulated_calls import Scene, events_of, scene_for
from communications.telephony.simulator_door import Door

RETRY_AFTER = 2.0
"""Seconds until an event that was not taken is told again."""
TIMEOUT = 30


@dataclass
class Faults:
    """What goes wrong on purpose.

    copies         each event is told so many times
    is_shuffled    in any order
    lost_answers   so many answers of ours are not heard: the event is told again
    late           seconds that events come late
    """

    copies: int = 1
    is_shuffled: bool = False
    lost_answers: int = 0
    late: float = 0.0


@dataclass(order=True)
class Delivery:
    due: float
    order: int
    slug: str = field(compare=False)
    event_id: str = field(compare=False)
    body: bytes = field(compare=False)


@dataclass
class Simulator:
    """
    hook        address of the webhooks, to which the dealership's code and "/" are added
    secret_of   a dealership's webhook secret by its code
    clock       the exchange's own; it may be wrong
    pace        how long a second of a call lasts; 0: everything is told at once
    scenes      what becomes of a call to a number; None: by the number itself
    """

    hook: str
    secret_of: Callable[[str], str]
    clock: Callable[[], datetime]
    token: str = ""
    pace: float = 1.0
    faults: Faults = field(default_factory=Faults)
    scenes: Callable[[str], Scene] | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311
    taken: dict[str, str] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting: list[Delivery] = []
        self._is_busy = False
        self._is_over = False
        self._numbers = 0
        self._changed = threading.Condition()

    @contextmanager
    def serve(self, port: int = 0) -> Iterator["Simulator"]:
        """Listen on 127.0.0.1 and deliver, until the block ends; `url` is where."""
        handler = type("Handler", (Door,), {"exchange": self})
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        threads = [
            threading.Thread(target=server.serve_forever, daemon=True),
            threading.Thread(target=self._deliver, daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            with self._changed:
                self._is_over = True
                self._changed.notify_all()
            server.shutdown()
            server.server_close()
            for thread in threads:
                thread.join()

    def dial(self, asked: dict[str, Any]) -> str:
        """Take a click to call; the same number of ours again is the same call."""
        our_id = str(asked["id"])
        with self._changed:
            if our_id in self.taken:
                return self.taken[our_id]
            call = self.taken[our_id] = f"S-{uuid.uuid4()}"
        self._begin(call, asked | {"our_id": our_id, "direction": "out"})
        return call

    def ring(self, asked: dict[str, Any]) -> str:
        """A customer calls an extension; returns the exchange's number of the call."""
        call = f"S-{uuid.uuid4()}"
        self._begin(call, asked | {"direction": "in"})
        return call

    def wait_until_quiet(self, seconds: float = 60) -> None:
        """Until everything is told and taken; TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: not self._waiting and not self._is_busy, timeout=seconds
            ):
                raise TimeoutError

    def _begin(self, call: str, asked: dict[str, Any]) -> None:
        scene = (self.scenes or scene_for)(str(asked["number"]))
        start, now = self.clock(), time.monotonic()
        for after, event in events_of(call, asked, scene):
            event["at"] = (start + timedelta(seconds=after)).isoformat()
            event_id = f"{call}-{event['type']}"
            body = json.dumps(event).encode()
            for _copy in range(self.faults.copies):
                late = self.faults.late + (self.chance.random() if self.faults.is_shuffled else 0)
                self._tell_at(
                    now + after * self.pace + late, str(asked["dealership"]), event_id, body
                )

    def _tell_at(self, due: float, slug: str, event_id: str, body: bytes) -> None:
        with self._changed:
            self._numbers += 1
            heapq.heappush(self._waiting, Delivery(due, self._numbers, slug, event_id, body))
            self._changed.notify_all()

    def _deliver(self) -> None:
        while delivery := self._next():
            is_taken = self._tell(delivery)
            if not is_taken:
                due = time.monotonic() + RETRY_AFTER * min(self.pace, 1.0)
                self._tell_at(due, delivery.slug, delivery.event_id, delivery.body)
            with self._changed:
                self._is_busy = False
                self._changed.notify_all()

    def _next(self) -> Delivery | None:
        """The next delivery when its time has come; None at the end."""
        with self._changed:
            while not self._is_over:
                wait = self._waiting[0].due - time.monotonic() if self._waiting else None
                if wait is not None and (wait <= 0 or not self.pace):
                    self._is_busy = True
                    return heapq.heappop(self._waiting)
                self._changed.wait(timeout=wait)
            return None

    def _tell(self, delivery: Delivery) -> bool:
        headers = sign(
            self.secret_of(delivery.slug),
            event_id=delivery.event_id,
            at=self.clock(),
            body=delivery.body,
        )
        status = _post(f"{self.hook}{delivery.slug}/", delivery.body, headers)
        self.answers.append(status)
        if self.faults.lost_answers > 0:
            self.faults.lost_answers -= 1
            return False
        return 200 <= status < 300


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer; 0: none came."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        connection.request(
            "POST", parts.path, body, {"Content-Type": "application/json", **headers}
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()

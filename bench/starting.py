"""How long `./run` takes until it says where it is: the first time, with the demo, and again."""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from bench.results import Result, Target, Unit
from bench.run import Run
from bench.server import free_port
from dealercrm.embedded.paths import PROJECT

READY = "ready: http"
FIRST_SECONDS, SECOND_SECONDS = 60, 6
MOST_SECONDS = 900  # then it hangs
# what would make it another installation than a user's first
FOREIGN = ("DATABASE_", "REDIS_", "PG", "DJANGO_", "SECRET_KEY", "DEALERCRM_", "DEBUG")


class NotStarted(Exception):
    """`./run` ended, or said nothing for too long; its last words."""


def measure(_run: Run) -> list[Result]:
    """A first start in an empty folder, and a second one in the same; one run each."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder:
        data = Path(folder) / "var"
        first = _seconds_until_ready(data)
        second = _seconds_until_ready(data)
    return [
        Result("start, first", first, None, Unit.SECONDS,
               Target(at_most=FIRST_SECONDS, of_ours=True),
               "libraries installed; database made, demo seeded; one run"),
        Result("start, second", second, None, Unit.SECONDS,
               Target(at_most=SECOND_SECONDS, of_ours=True), "one run"),
    ]  # fmt: skip


def _seconds_until_ready(data: Path) -> float:
    port = free_port()
    told = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    log = data.with_name("start.log")
    begun = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(
            [PROJECT / "run"],
            env=told | {"DEALERCRM_DATA": str(data), "PORT": str(port)},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, log, begun + MOST_SECONDS)
        return time.monotonic() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait(process: "subprocess.Popen[bytes]", log: Path, deadline: float) -> None:
    while READY not in (words := log.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(words[-2000:])
        time.sleep(0.05)

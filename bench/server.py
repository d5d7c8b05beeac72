"""The web process as the supervisor starts it, on the bench's database, with the bare pages."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from bench.browser import Browser
from dealercrm.commands import PROCESSES
from dealercrm.embedded.paths import PROJECT

READY_SECONDS = 180  # the machine may be busy with other things


class NotServing(Exception):
    """The web process did not come up; its last words."""


@contextmanager
def serving(url: str, *, settings: str = "bench.settings") -> Iterator[int]:
    """The port of a running web process; it is stopped at the end."""
    port = free_port()
    web = PROCESSES["web"]
    told = os.environ | web.environment | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": settings,
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, *web.arguments],
            cwd=PROJECT,
            env=told,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _wait(port, process):
                log.seek(0)
                raise NotServing(log.read().decode(errors="replace")[-2000:])
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with closing(Browser(port)) as browser, suppress(OSError):
            if browser.get("/health/").status == 200:
                return True
        time.sleep(0.1)
    return False

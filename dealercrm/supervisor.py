"""`./run`: the one parent of web, worker and beat, and the owner of the embedded servers.

Says what happens in one line each; a process that falls is started again, later and later.
"""

import os
import secrets
import signal
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from dealercrm import ports, run_lock
from dealercrm.children import Child, reason, say, stop
from dealercrm.commands import (
    DEMO_TELEPHONY,
    PREPARE,
    PROCESSES,
    Command,
    demo_telephony,
)
from dealercrm.embedded.errors import LaunchError
from dealercrm.embedded.paths import DataFolder
from dealercrm.embedded.servers import Servers, in_use
from dealercrm.launch import environment

POLL_SECONDS = 0.2
LONGEST_PAUSE = 60
HEALTHY_SECONDS = 60


def run() -> int:
    """Starts everything, stays until Ctrl-C or TERM, stops everything; returns the exit code."""
    data = DataFolder.from_environment()
    port = ports.chosen()
    with run_lock.only_one(data) as lock:
        run_lock.end_leftovers(lock)
        ports.refuse_taken(port)
        supervisor = Supervisor(data=data, port=port, lock=lock)
        with in_use(data) as servers:
            return supervisor.run(servers)


@dataclass
class Supervisor:
    """The running installation, from the first migration to the last process stopped."""

    data: DataFolder
    port: int
    lock: IO[str]
    stop_requests: int = 0
    children: list[Child] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    processes: dict[str, Command] = field(default_factory=lambda: dict(PROCESSES))

    def run(self, servers: Servers) -> int:
        """Prepares, starts the processes, watches over them until told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self.told = environment(self.data, servers.environment()) | {
            "GRANIAN_HOST": os.environ.get("HOST", "127.0.0.1"),
            "GRANIAN_PORT": str(self.port),
        }
        try:
            code = self._prepare()
            if code == 0 and not self.stop_requests:
                self._simulate_telephony()
                self._watch(servers)
        finally:
            self._stop_all()
        return code

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_requests += 1

    def _prepare(self) -> int:
        demo = () if os.environ.get("DEALERCRM_DEMO") == "0" else ("--demo",)
        prepare = Child("prepare", Command((*PREPARE.arguments, *demo)))
        self.children.append(prepare)
        prepare.start(self.told)
        self._note_children()
        while prepare.is_running() and not self.stop_requests:
            time.sleep(0.02)
        self.children.remove(prepare)
        if self.stop_requests:
            stop([prepare], lambda: self.stop_requests > 1)
            return 0
        if prepare.process is not None and prepare.process.returncode:
            raise LaunchError("the database could not be brought up to date: see the lines above")
        return 0

    def _simulate_telephony(self) -> None:
        """The demo has a telephone exchange of its own, unless a real one is connected."""
        is_demo = (self.data.root / "demo-logins.txt").exists()
        if not is_demo or os.environ.get("TELEPHONY_URL") or os.environ.get("TELEPHONY_SECRETS"):
            return
        url = f"http://127.0.0.1:{ports.free()}"
        origins = os.environ.get("OUTGOING_ORIGINS")
        self.told |= {
            "TELEPHONY_URL": url,
            "TELEPHONY_SECRETS": f"demo-{self.data.secret_key()}",
            "TELEPHONY_TOKEN": secrets.token_urlsafe(24),
            "TELEPHONY_IS_SIMULATED": "1",
            "OUTGOING_ORIGINS": f"{origins},{url}" if origins else url,
        }
        self.processes[DEMO_TELEPHONY] = demo_telephony(self.port)

    def _start(self, name: str) -> None:
        child = Child(name, self.processes[name])
        self.children.append(child)
        child.start(self.told)
        self._note_children()

    def _watch(self, servers: Servers) -> None:
        # The person waits for the pages: the others start once those are there.
        self._start("web")
        announced = False
        while not self.stop_requests:
            if not announced and self._announce():
                announced = True
                for name in self.processes:
                    if name != "web":
                        self._start(name)
            for child in self.children:
                self._tend(child)
            _tend_servers(servers)
            time.sleep(POLL_SECONDS if announced else 0.05)

    def _announce(self) -> bool:
        if not ports.answers(self.port):
            return False
        say(f"ready: http://localhost:{self.port}")
        logins = self.data.root / "demo-logins.txt"
        if logins.exists():
            for line in logins.read_text().splitlines():
                say(line)
        say("Ctrl-C stops it")
        return True

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.is_running():
            if now - child.started > HEALTHY_SECONDS:
                child.failures = 0
            return
        if not child.restart_at:
            child.signal(signal.SIGKILL)  # what it left behind holds the port
            pause = min(2**child.failures, LONGEST_PAUSE)
            child.failures += 1
            child.restart_at = now + pause
            code = child.process.returncode if child.process else None
            say(f"{child.name} ended by itself ({reason(code)}); starting it again in {pause} s")
        elif now >= child.restart_at:
            child.restart_at = 0.0
            child.start(self.told)
            self._note_children()

    def _stop_all(self) -> None:
        if any(child.is_running() for child in self.children):
            say("stopping …")
        stop(self.children, lambda: self.stop_requests > 1)

    def _note_children(self) -> None:
        groups = [child.process.pid for child in self.children if child.process]
        run_lock.note(self.lock, port=self.port, groups=groups)


def _tend_servers(servers: Servers) -> None:
    if servers.postgres and not servers.postgres.is_running():
        say("PostgreSQL ended by itself; starting it again")
        servers.postgres.start()
    if servers.valkey and not servers.valkey.is_running():
        say("Valkey ended by itself; starting it again")
        servers.valkey.start()

"""`./run`: the one parent of web, worker and beat, and the owner of the embedded servers.

Says what happens in one line each; a process that falls is started again, later and later.
"""

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from dealercrm.commands import PREPARE, PROCESSES, Command
from dealercrm.embedded import processes
from dealercrm.embedded.errors import LaunchError
from dealercrm.embedded.paths import PROJECT, DataFolder
from dealercrm.embedded.servers import Servers, in_use
from dealercrm.launch import environment

POLL_SECONDS = 0.2
STOP_SECONDS = 20
LONGEST_PAUSE = 60
HEALTHY_SECONDS = 60
WIDTH = max(len(name) for name in PROCESSES)


def run() -> int:
    """Starts everything, stays until Ctrl-C or TERM, stops everything; returns the exit code."""
    data = DataFolder.from_environment()
    port = _port()
    with _only_one(data) as lock:
        _end_leftovers(lock)
        _refuse_taken(port)
        supervisor = Supervisor(data=data, port=port, lock=lock)
        with in_use(data) as servers:
            return supervisor.run(servers)


@dataclass
class Child:
    """One process of ours, in a process group of its own."""

    name: str
    command: Command
    process: "subprocess.Popen[str] | None" = None
    started: float = 0.0
    failures: int = 0
    restart_at: float = 0.0

    def start(self, told: dict[str, str]) -> None:
        """Starts the process; its lines come out behind its name."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *self.command.arguments],
            cwd=PROJECT,
            env={**told, **self.command.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C is for the supervisor, who stops it in good order
        )
        threading.Thread(
            target=_pass_lines, args=(self.name, self.process.stdout), daemon=True
        ).start()

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the process; SIGKILL goes to all it has started as well."""
        if self.process is None:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)
        except (ProcessLookupError, PermissionError):
            pass

    def is_running(self) -> bool:
        """Whether the process has been started and has not ended."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """The running installation, from the first migration to the last process stopped."""

    data: DataFolder
    port: int
    lock: IO[str]
    stop_requests: int = 0
    children: list[Child] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

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
                self._watch(servers)
        finally:
            self._stop_all()
        return code

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_requests += 1

    def _prepare(self) -> int:
        prepare = Child("prepare", Command((*PREPARE.arguments, "--demo")))
        self.children.append(prepare)
        prepare.start(self.told)
        self._note_children()
        while prepare.is_running() and not self.stop_requests:
            time.sleep(0.02)
        self.children.remove(prepare)
        if self.stop_requests:
            _stop([prepare], lambda: self.stop_requests > 1)
            return 0
        if prepare.process is not None and prepare.process.returncode:
            raise LaunchError("the database could not be brought up to date: see the lines above")
        return 0

    def _start(self, name: str) -> None:
        child = Child(name, PROCESSES[name])
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
                for name in PROCESSES:
                    if name != "web":
                        self._start(name)
            for child in self.children:
                self._tend(child)
            _tend_servers(servers)
            time.sleep(POLL_SECONDS if announced else 0.05)

    def _announce(self) -> bool:
        if not _answers(self.port):
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
            say(f"{child.name} ended by itself ({_reason(code)}); starting it again in {pause} s")
        elif now >= child.restart_at:
            child.restart_at = 0.0
            child.start(self.told)
            self._note_children()

    def _stop_all(self) -> None:
        if any(child.is_running() for child in self.children):
            say("stopping …")
        _stop(self.children, lambda: self.stop_requests > 1)

    def _note_children(self) -> None:
        """Writes down who we are and whom we started, for the next start after a kill -9."""
        groups = [child.process.pid for child in self.children if child.process]
        self.lock.seek(0)
        self.lock.truncate()
        json.dump({"pid": os.getpid(), "port": self.port, "groups": groups}, self.lock)
        self.lock.flush()


def say(text: str) -> None:
    """One line of the supervisor's own."""
    print(f"{'run':<{WIDTH}} | {text}", flush=True)


def _stop(children: list[Child], is_urgent: "object") -> None:
    urgent = is_urgent if callable(is_urgent) else bool
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while any(child.is_running() for child in children):
        if time.monotonic() > deadline or urgent():
            break
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process:
            child.process.wait()


def _tend_servers(servers: Servers) -> None:
    if servers.postgres and not servers.postgres.is_running():
        say("PostgreSQL ended by itself; starting it again")
        servers.postgres.start()
    if servers.valkey and not servers.valkey.is_running():
        say("Valkey ended by itself; starting it again")
        servers.valkey.start()


class _only_one:  # noqa: N801  reads as a statement
    """Holds the data folder for one supervisor; raises LaunchError when another has it."""

    def __init__(self, data: DataFolder) -> None:
        self.file = (data.root / "run.lock").open("a+")
        self.root = data.root

    def __enter__(self) -> IO[str]:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = _noted(self.file)
            self.file.close()
            raise LaunchError(
                f"DealerCRM already runs on the data in {self.root} (process {other.get('pid')},"
                f" http://localhost:{other.get('port')}): stop it, or give this one its own data:"
                " DEALERCRM_DATA=/path PORT=8001 ./run"
            ) from None
        return self.file

    def __exit__(self, *_error: object) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.file.close()


def _noted(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    try:
        return dict(json.loads(file.read()))
    except ValueError:
        return {}


def _end_leftovers(lock: IO[str]) -> None:
    """Ends the processes of a supervisor that was killed: they hold the port."""
    groups = _noted(lock).get("groups", [])
    for group in groups if isinstance(groups, list) else []:
        if any(_is_ours(pid) for pid in _members(int(group))):
            try:
                os.killpg(int(group), signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
            for pid in _members(int(group)):
                processes.wait_until_gone(pid, 5)


def _members(group: int) -> list[int]:
    if not processes.HAS_PROC:
        return [group]
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def _is_ours(pid: int) -> bool:
    line = processes.command_line(pid)
    return any(word in line for word in ("granian", "celery", "manage.py", "multiprocessing"))


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT={text} is no port number: try PORT=8000 ./run")
    return int(text)


def _refuse_taken(port: int) -> None:
    host = os.environ.get("HOST", "127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise LaunchError(
                f"port {port} is reserved for root: choose a higher one: PORT=8000 ./run"
            ) from None
        except OSError:
            raise LaunchError(
                f"port {port} is taken by another program: stop that one, or choose another port:"
                f" PORT={port + 1} ./run"
            ) from None


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _reason(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _pass_lines(name: str, stream: IO[str] | None) -> None:
    for line in stream or ():
        sys.stdout.write(f"{name:<{WIDTH}} | {line}")
        sys.stdout.flush()

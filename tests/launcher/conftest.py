"""Real starts of real programs, each on a data folder of its own."""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
READY_SECONDS = 300  # until a hang is called a hang; how long a start takes is measured in bench


@dataclass
class Installation:
    """A copy of the project with its data; everything it starts is found by that data folder."""

    project: Path
    data: Path
    port: int
    runs: list["Run"] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        foreign = ("DATABASE_", "REDIS_", "PG", "DJANGO_", "PYTEST_", "SECRET_KEY", "DEALERCRM_")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
        return {**kept, "DEALERCRM_DATA": str(self.data), "PORT": str(self.port)}

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.project / "run", "manage", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=READY_SECONDS,
        )

    def python(self, code: str) -> str:
        done = self.manage("shell", "-v0", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> "Run":
        run = Run(self)
        self.runs.append(run)
        return run

    def processes(self) -> dict[int, str]:
        """All that lives with our data folder in its environment."""
        found = {}
        wanted = f"DEALERCRM_DATA={self.data}".encode()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if line:  # a zombie has none
                        found[int(entry.name)] = line
            except OSError:
                continue
        return found

    def kill_everything(self) -> None:
        while left := self.processes():
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.05)


class Run:
    """One `./run` and what it said."""

    def __init__(self, installation: Installation) -> None:
        self.log = installation.data.parent / f"run-{len(installation.runs)}.log"
        self.started = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [installation.project / "run"],
                env=installation.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.port = installation.port

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, text: str, seconds: float = READY_SECONDS) -> float:
        """Waits until this was said; returns the seconds since the start."""
        deadline = time.monotonic() + seconds
        while text not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)
        return time.monotonic() - self.started

    def health(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=20) as answer:
            return int(answer.status)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in a path with a space, longer than a socket's name may be."""
    copy = tmp_path_factory.mktemp("a path with a space") / ("long" * 30) / "dealer crm"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source = PROJECT / name
        if source.is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy / name)
    _lend_libraries(copy)
    return copy


def _lend_libraries(copy: Path) -> None:
    """The project's own libraries, called complete: a start must not install into them."""
    (copy / ".venv").mkdir()
    for entry in (PROJECT / ".venv").iterdir():
        if entry.name != "installed":
            (copy / ".venv" / entry.name).symlink_to(entry)
    digest = hashlib.sha256((PROJECT / "uv.lock").read_bytes()).hexdigest()
    (copy / ".venv" / "installed").write_text(f"{digest} dev")


@pytest.fixture(scope="session")
def prepared(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation after its first start of all, at rest, to be copied.

    That start makes everything, the demo too, which takes longer than all that a test asks of a
    later one: it is made once for all processes of the tests. What it said lies beside it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    first = Installation(project, shared / "first" / "var", free_port())
    with (shared / "first.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (first.data.parent / "stopped").exists():
            first.data.parent.mkdir()
            _start_and_stop(first)
    return first.data


def _start_and_stop(first: Installation) -> None:
    run = first.start()
    try:
        run.wait_for("Ctrl-C stops it", seconds=2 * READY_SECONDS)
        assert run.health() == 200
        assert run.stop() == 0
        assert not first.processes()
    finally:
        first.kill_everything()
    (first.data.parent / "stopped").touch()


@pytest.fixture
def installation(project: Path, prepared: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation that has run before, stopped."""
    data = tmp_path / "var"
    subprocess.run(["cp", "-a", prepared, data], check=True)
    (data / "sockets").unlink()
    found = Installation(project, data, free_port())
    yield found
    found.kill_everything()
    for run in found.runs:
        run.process.wait(timeout=60)
    if (data / "sockets").exists():
        shutil.rmtree((data / "sockets").read_text(), ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

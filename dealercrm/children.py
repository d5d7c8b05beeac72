"""The processes that ./run starts: each in a group of its own, its lines behind its name."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from dealercrm.commands import DEMO_TELEPHONY, PROCESSES, Command
from dealercrm.embedded.paths import PROJECT

STOP_SECONDS = 20
WIDTH = max(len(name) for name in (*PROCESSES, DEMO_TELEPHONY))


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


def say(text: str) -> None:
    """One line of the supervisor's own."""
    print(f"{'run':<{WIDTH}} | {text}", flush=True)


def stop(children: list[Child], is_urgent: Callable[[], bool]) -> None:
    """Asks all to end and waits; those that take too long, or all when it is urgent, are killed."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while any(child.is_running() for child in children):
        if time.monotonic() > deadline or is_urgent():
            break
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process:
            child.process.wait()


def reason(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _pass_lines(name: str, stream: IO[str] | None) -> None:
    for line in stream or ():
        sys.stdout.write(f"{name:<{WIDTH}} | {line}")
        sys.stdout.flush()

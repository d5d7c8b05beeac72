"""Questions about processes we know only by number, answered the same in every container."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HAS_PROC = sys.platform.startswith("linux") and Path("/proc/self/stat").exists()


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie, dead but not yet reaped, does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) not in ("Z", "X", "")


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process is alive and its working folder is this one.

    Tells our server from a stranger who got its number after a reboot.
    """
    if not is_alive(pid):
        return False
    if not HAS_PROC:
        return any(name in _ps("comm", pid) for name in ("postgres", "valkey"))
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


def command_line(pid: int) -> str:
    """The command line, words parted by spaces; empty when the process is gone."""
    if not HAS_PROC:
        return _ps("command", pid)
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Whether the process ended within this time; reaps it when it is our child."""
    deadline = time.monotonic() + seconds
    while True:
        _reap(pid)
        if not is_alive(pid):
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)


def stop(pid: int, gentle: signal.Signals, seconds: float) -> None:
    """Ends a process: the gentle signal, and SIGKILL when that is not obeyed in time."""
    for sign, patience in ((gentle, seconds), (signal.SIGKILL, 10.0)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        if wait_until_gone(pid, patience):
            return


def _reap(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.waitpid(pid, os.WNOHANG)


def _state(pid: int) -> str:
    if not HAS_PROC:
        return _ps("state", pid)[:1]
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[0]


def _ps(column: str, pid: int) -> str:
    done = subprocess.run(
        ["ps", "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()

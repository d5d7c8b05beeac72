"""One supervisor per data folder: its lock file says who it is and whom it has started."""

import fcntl
import json
import os
import signal
from pathlib import Path
from typing import IO

from dealercrm.embedded import processes
from dealercrm.embedded.errors import LaunchError
from dealercrm.embedded.paths import DataFolder


class only_one:  # noqa: N801  reads as a statement
    """Holds the data folder for one supervisor; raises LaunchError when another has it."""

    def __init__(self, data: DataFolder) -> None:
        path = data.root / "run.lock"
        self.file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+")
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


def note(file: IO[str], *, port: int, groups: list[int]) -> None:
    """Write down who we are and whom we have started, for the next start after a kill -9.

    At any moment of being killed the file begins with what was noted last or before: written over
    in one piece, and cut off only then.
    """
    file.seek(0)
    file.write(json.dumps({"pid": os.getpid(), "port": port, "groups": groups}))
    file.flush()
    file.truncate()


def _noted(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    try:
        first, _rest_of_an_older_note = json.JSONDecoder().raw_decode(file.read())
        return dict(first)
    except ValueError:
        return {}


def end_leftovers(lock: IO[str]) -> None:
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

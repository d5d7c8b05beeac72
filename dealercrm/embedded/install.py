"""Brings .venv to what the lock file says, and does nothing when it already is.

Run as a script by the system's Python, with the standard library only; all its words go to
standard error, because the output of `./run manage …` belongs to the command.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
LOG = VENV / "install.log"
UV = VENV / "tools" / "bin" / "uv"
UV_VERSION = "0.13.9"


class InstallError(Exception):
    """Set-up cannot go on; the message is one line that says what mends it."""


def main() -> int:
    """Installs the `run` or the `dev` set; returns the exit code."""
    wanted = sys.argv[1]
    if _is_current(wanted):
        return 0
    try:
        _install_alone(wanted)
    except InstallError as error:
        print(f"dealercrm: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"dealercrm: cannot set up {VENV}: {_plain(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _install_alone(wanted: str) -> None:
    # The folder itself is the lock: nothing is left behind, and two first starts do not collide.
    lock = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current(wanted):
            _install(wanted)
    finally:
        os.close(lock)


def _is_current(wanted: str) -> bool:
    try:
        digest, installed = STAMP.read_text().split()
    except (OSError, ValueError):
        return False
    return digest == _lock_digest() and installed in (wanted, "dev") and _works(PYTHON)


def _lock_digest() -> str:
    return hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest()


def _works(python: Path) -> bool:
    # os.access follows the link: a venv whose Python was upgraded away is made anew.
    return os.access(python, os.X_OK)


def _install(wanted: str) -> None:
    had_dev = STAMP.exists() and STAMP.read_text().endswith("dev")
    dev = had_dev or wanted == "dev"
    _say("installing the libraries into .venv (only when they changed; well under a minute) …")
    STAMP.unlink(missing_ok=True)
    _make_venv()
    LOG.write_bytes(b"")
    if not (_install_uv() and _sync_with_uv(dev)) and not _install_with_pip(dev):
        raise InstallError(_what_went_wrong())
    STAMP.write_text(f"{_lock_digest()} {'dev' if dev else 'run'}")


def _make_venv() -> None:
    if _works(PYTHON):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise InstallError(
            "Python's venv module is missing. Debian, Ubuntu:"
            f" sudo apt-get install python{version}-venv"
        )
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode != 0:
        said = (made.stderr + made.stdout).strip().splitlines()
        shutil.rmtree(VENV, ignore_errors=True)
        if any("No space left" in line for line in said):
            raise InstallError(_disk_full())
        raise InstallError(
            f"could not make {VENV}: {said[-1] if said else 'venv failed'};"
            f" Debian, Ubuntu: sudo apt-get install python{version}-venv"
        )


def _install_uv() -> bool:
    if UV.exists() and _run([str(UV), "--version"]):
        return True
    if not _run([str(PYTHON), "-m", "pip", "--version"]):
        _run([str(PYTHON), "-m", "ensurepip"])
    tools = VENV / "tools"
    shutil.rmtree(tools, ignore_errors=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return _run([*command, "--target", str(tools), f"uv=={UV_VERSION}"])


def _sync_with_uv(dev: bool) -> bool:
    groups = ["--all-groups"] if dev else ["--no-default-groups"]
    environment = {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    if not os.access(Path.home(), os.W_OK):
        environment["UV_CACHE_DIR"] = str(VENV / "cache")
    command = [str(UV), "sync", "--frozen", "--quiet", "--no-progress", "--compile-bytecode"]
    where = ["--directory", str(ROOT), "--python", str(PYTHON)]
    return _run([*command, *groups, *where], environment)


def _install_with_pip(dev: bool) -> bool:
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return _run([*command, "--require-hashes", "-r", str(lock)])


def _run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    with LOG.open("ab") as log:
        try:
            done = subprocess.run(
                command, stdout=log, stderr=log, env={**os.environ, **(environment or {})}
            )
        except OSError as error:
            log.write(f"{command[0]}: {error}\n".encode())
            return False
    return done.returncode == 0


def _what_went_wrong() -> str:
    said = LOG.read_text(errors="replace")
    if "No space left" in said:
        return _disk_full()
    lines = [line.strip() for line in said.splitlines() if "rror" in line]
    reason = lines[-1][:200] if lines else "no reason given"
    return (
        f"the libraries could not be installed ({reason}). Check the network or the package"
        f" mirror, then start again; details: {LOG}"
    )


def _disk_full() -> str:
    return f"the disk of {ROOT} is full: free 1 GB there (df -h shows the disks) and start again"


def _plain(error: OSError) -> str:
    if error.errno == 28:
        return _disk_full()
    return f"{error.strerror} ({error.filename})"


def _say(text: str) -> None:
    print(f"dealercrm: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

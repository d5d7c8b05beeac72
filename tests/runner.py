"""What ./test does: all checks and all tests, to the end, with pytest's closing line last."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dealercrm.embedded.errors import LaunchError
from dealercrm.embedded.paths import PROJECT
from dealercrm.embedded.postgres import DATABASE
from tests.servers import DEBIAN_15, kept_servers, throw_away_servers

PYTHON = sys.executable
APPLICATION = sorted(
    path.parent.name for path in PROJECT.glob("*/__init__.py") if path.parent.name != "tests"
)
PYTEST = [PYTHON, "-m", "pytest", "-p", "no:cacheprovider"]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"
# In their order: by default the file with the fewest tests, which may be the longest, comes last
PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
MIGRATE = [PYTHON, "manage.py", "migrate", "--verbosity", "0"]
# The database of each server is migrated once, beside the checks; tests begin with copies of it
MIGRATED = {"DEALERCRM_TEST_TEMPLATE": DATABASE}
USAGE = """\
./test                             everything, as CI runs it
./test fast [-- pytest arguments]  no browser, no lint, on a database kept between runs
./test nightly                     everything in full size
"""
# A failure of the pages, or of what is only long, is as likely on 18 as on 15: once is enough.
ON_POSTGRES_15 = "not nightly and not browser and not launcher and not once"
PAGES = [
    f"--ignore-glob=*/{name}"
    for name in ("test_*views*.py", "test_*pages*.py", "test_tenancy.py", "browser", "security")
]


@dataclass
class Part:
    """One check that runs beside the others; what it says is shown when it fails."""

    name: str
    process: "subprocess.Popen[bytes]"
    output: IO[bytes]

    def finish(self) -> bool:
        """Waits, tells the result, returns whether it is good."""
        good = self.process.wait() == 0
        print(f"{'ok  ' if good else 'FAIL'} {self.name}", flush=True)
        if not good:
            self.output.seek(0)
            print(self.output.read().decode(errors="replace"), flush=True)
        return good


def main(arguments: list[str]) -> int:
    """Runs what was asked for; returns 0 only when all of it is good."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        match arguments:
            case []:
                return run_all(nightly=False)
            case ["nightly"]:
                return run_all(nightly=True)
            case ["fast", *rest]:
                return run_fast([word for word in rest if word != "--"])
            case _:
                print(USAGE, end="")
                return 2
    except LaunchError as error:
        print(f"dealercrm: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run_fast(arguments: list[str]) -> int:
    """pytest on the kept cluster, without browser and launcher; migrations run when changed."""
    with kept_servers() as told:
        stamp = Path(told["DEALERCRM_DATA"]) / "migrations"
        digest = _migrations_digest()
        fresh = not stamp.exists() or stamp.read_text() != digest
        marked = ["-m", "not nightly and not browser and not launcher"]
        command = [*PYTEST, "-q", "--reuse-db", *(["--create-db"] if fresh else [])]
        parallel = [] if arguments else PARALLEL
        if fresh:
            stamp.unlink(missing_ok=True)
        code = _run([*command, *parallel, *marked, *arguments], told)
        if not arguments and code in (0, 1):  # with arguments, one database of several was made
            stamp.write_text(digest)
        return code


def run_all(*, nightly: bool) -> int:
    """Every check, then the tests on PostgreSQL 15 where it is there, then on the embedded 18."""
    started = time.monotonic()
    good = True
    with ExitStack() as servers:
        told = servers.enter_context(throw_away_servers())
        parts = [_begin(name, command, told) for name, command in _checks()]
        parts.append(_begin("migrations run", MIGRATE, told))
        told_15 = None
        if DEBIAN_15.exists():
            told_15 = servers.enter_context(throw_away_servers(DEBIAN_15))
            parts.append(_begin("migrations run on PostgreSQL 15", MIGRATE, told_15))
        try:
            browser = _find_browser()
            good &= all([part.finish() for part in parts])
        finally:  # interrupted: the terminal tells them too, a TERM to us alone does not
            for part in parts:
                part.process.terminate()
        if told_15:
            good &= _run_on_15(told_15 | MIGRATED, nightly)
        print(f"--- checks and tests before this took {time.monotonic() - started:.0f} s")
        told = told | MIGRATED
        marked = ["-m", "nightly or not nightly"] if nightly else []
        if browser is None:
            print("FAIL browser: no Chromium, and none could be installed; its tests fail below")
        elif browser:
            told = told | {"DEALERCRM_BROWSER": browser}
        code = _run([*PYTEST, *PARALLEL, *marked], told)
    return code or (0 if good else 1)


def _checks() -> list[tuple[str, list[str]]]:
    manage = [PYTHON, "manage.py"]
    checks = [
        ("ruff check", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
        ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("mypy", [PYTHON, "-m", "mypy", *APPLICATION]),
        ("lint-imports", [PYTHON, "-c", LINT_IMPORTS]),
        ("migrations are made", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("translations", [*manage, "translations", "--check"]),
        ("compose schema", [
            PYTHON, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec",
            "docker-compose.yml",
        ]),
    ]  # fmt: skip
    if any((PROJECT / "templates").rglob("*.html")):
        checks.insert(4, ("djlint", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"]))
    return checks


def _begin(name: str, command: list[str], told: dict[str, str]) -> Part:
    output = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process at the end
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, "SECRET_KEY": "only-for-tests", **told},
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    return Part(name, process, output)


def _run_on_15(told: dict[str, str], nightly: bool) -> bool:
    marked = ON_POSTGRES_15.replace(
        "not nightly", "(nightly or not nightly)" if nightly else "not nightly"
    )
    print("--- PostgreSQL 15", flush=True)
    code = _run([*PYTEST, "-q", *PARALLEL, "-m", marked, *PAGES], told)
    print(f"{'ok  ' if code == 0 else 'FAIL'} tests on PostgreSQL 15", flush=True)
    return code == 0


def _run(command: list[str], told: dict[str, str]) -> int:
    process = subprocess.Popen(
        command, cwd=PROJECT, env={**os.environ, "SECRET_KEY": "only-for-tests", **told}
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        # The terminal has told pytest too; told by TERM we pass it on. It stops its workers.
        process.send_signal(signal.SIGINT)
        process.wait()
        raise


def _find_browser() -> str | None:
    """The path of a Chromium or Chrome, empty when Playwright has its own, None when none."""
    found = _installed_browser()
    if found:
        return found
    print("no Chromium here: asking Playwright for one …", flush=True)
    if subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"]).returncode == 0:
        return ""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("that failed: asking Debian …", flush=True)
        subprocess.run(["apt-get", "update", "-q"])
        subprocess.run(
            ["apt-get", "install", "-qy", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
        )
    return _installed_browser()


def _installed_browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


def _migrations_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(PROJECT.glob("*/migrations/*.py")):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Our own launcher of PostgreSQL: a cluster in a folder, a server on a private Unix socket.

The folder is given to PostgreSQL as its working folder (/proc/self/cwd), entered before root's
rights are dropped, so that it may lie where the server's user could not walk by itself.
"""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dealercrm.embedded import processes
from dealercrm.embedded.binaries import Account
from dealercrm.embedded.errors import LaunchError

DATABASE = "dealercrm"
START_SECONDS = 120  # a crash recovery of the largest permitted WAL
STALE_LOCK_SECONDS = 30  # a killed postmaster's children and zombie are gone by then
MAX_CONNECTIONS = 100
MB = 1024 * 1024


@dataclass(frozen=True)
class PostgresServer:
    """A cluster in `folder`, served on a socket in `sockets` by the programs in `programs`.

    A server that is not durable (throw-away tests) trades safety on a power cut for speed.
    """

    folder: Path
    sockets: Path
    log: Path
    programs: Path
    account: Account
    durable: bool = True

    @property
    def url(self) -> str:
        """The database's address in a form that libpq and django-environ both read."""
        return f"postgres://postgres@/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    def start(self) -> None:
        """Brings the server up with its database there; does nothing when it runs already.

        Raises LaunchError with PostgreSQL's own last words when it does not come up.
        """
        if self.is_running():
            return
        self._check_version()
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._end_unreachable()
        self._launch()
        self._create_database()

    def is_running(self) -> bool:
        """Whether our server is up and takes connections on its socket."""
        lock = self._lock_file()
        return (
            len(lock) > 7
            and lock[7].startswith("ready")
            and processes.works_in(int(lock[0]), self.folder)
            and (self.sockets / ".s.PGSQL.5432").exists()
        )

    def stop(self) -> None:
        """Stops the server cleanly: sessions are ended, everything is flushed to disk."""
        lock = self._lock_file()
        if lock and processes.works_in(int(lock[0]), self.folder):
            processes.stop(int(lock[0]), signal.SIGINT, seconds=60)

    def major(self) -> int:
        """The major version of the programs."""
        said = self._run("postgres", "--version").stdout
        return int(said.split()[2].split(".")[0])

    def _check_version(self) -> None:
        note = self.folder / "PG_VERSION"
        if not note.exists():
            return
        if os.geteuid() not in (0, self.folder.stat().st_uid):
            raise LaunchError(
                f"the data in {self.folder} belongs to another user (number"
                f" {self.folder.stat().st_uid}; was it started as root?): start as that user or"
                " root, or name another folder: DEALERCRM_DATA=/path ./run"
            )
        made_by, have = note.read_text().strip(), self.major()
        if made_by != str(have):
            raise LaunchError(
                f"the data in {self.folder} was made by PostgreSQL {made_by}, installed is {have}:"
                f" go back to the version of DealerCRM that made it, dump it there"
                " (pg_dump) and load the dump here"
            )

    def _initialise(self) -> None:
        fresh = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)  # left by a start that was killed
        fresh.mkdir(mode=0o700)
        if self.account.uid != os.geteuid():
            os.chown(fresh, self.account.uid, self.account.gid)
        provider = []
        if self.major() >= 17:
            provider = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
        # LC_CTYPE decides what pg_trgm takes for a letter: with C, Russian and Chinese names
        # would have no trigrams and would never be found.
        done = self._run(
            "initdb", "-D", self._named(fresh), "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", *provider, *([] if self.durable else ["--no-sync"]),
            folder=fresh,
        )  # fmt: skip
        if done.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            raise LaunchError(_failed("could not make its data folder", done.stderr, self.log))
        if self.folder.exists():
            self.folder.rmdir()  # only ever empty: without PG_VERSION it is no cluster
        fresh.rename(self.folder)

    def _end_unreachable(self) -> None:
        """Ends a server of this folder that lives but whose socket is gone or not yet ready."""
        lock = self._lock_file()
        if not lock or not processes.works_in(int(lock[0]), self.folder):
            return
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and processes.works_in(int(lock[0]), self.folder):
            if self.is_running():
                return
            time.sleep(0.1)
        self.stop()

    def _launch(self) -> None:
        if self.is_running():
            return
        deadline = time.monotonic() + STALE_LOCK_SECONDS
        while True:
            offset = self.log.stat().st_size if self.log.exists() else 0
            pid = self._spawn()
            if self._wait_until_ready(pid):
                return
            said = self._log_since(offset)
            # After kill -9 the old postmaster may be a zombie that still owns its number, and
            # its children may hold the shared memory for a moment.
            stale = "lock file" in said or "shared memory block" in said
            if not stale or time.monotonic() > deadline:
                raise LaunchError(_failed("did not start", said, self.log))
            time.sleep(0.5)

    def _spawn(self) -> int:
        options = [f"{name}={value}" for name, value in self._settings().items()]
        arguments = [word for option in options for word in ("-c", option)]
        environment = _clean_environment()
        lock = self._lock_file()
        if lock and not processes.works_in(int(lock[0]), self.folder):
            # PostgreSQL takes a lock file of this number for its own, not for another server's
            environment["PG_GRANDPARENT_PID"] = lock[0]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [self.programs / "postgres", "-D", self._named(self.folder), *arguments],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # the terminal's Ctrl-C is not for the database
                **self.account.drop(),  # type: ignore[call-overload]
            )
        process.returncode = 0  # it outlives this object on purpose
        return int(process.pid)

    def _wait_until_ready(self, pid: int) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.is_running():
                return True
            if processes.wait_until_gone(pid, 0):
                return False
            time.sleep(0.02)
        processes.stop(pid, signal.SIGQUIT, 5)
        return False

    def _create_database(self) -> None:
        socket = ["-h", str(self.sockets), "-U", "postgres"]
        exists = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608
        if self._run("psql", *socket, "-d", "postgres", "-Atc", exists).stdout.strip() == "1":
            return
        made = self._run("createdb", *socket, DATABASE)
        if made.returncode != 0:
            raise LaunchError(_failed("could not create the database", made.stderr, self.log))

    def _settings(self) -> dict[str, str]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.sockets}"',
            "max_connections": str(MAX_CONNECTIONS),
            "shared_buffers": f"{_between(128, memory // MB // 8, 2048)}MB",
            "effective_cache_size": f"{_between(256, memory // MB // 2, 65536)}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": f"{_between(64, memory // MB // 32, 512)}MB",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "15min",
            "wal_compression": "on",
            "random_page_cost": "1.1",
            "jit": "off",
            "log_line_prefix": "%m [%p] ",
        }
        if _shared_memory_free() < 256 * MB:  # containers have 64 MB: parallel queries fail
            settings["dynamic_shared_memory_type"] = "mmap"
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            settings["shared_buffers"] = "128MB"
        return settings

    def _lock_file(self) -> list[str]:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []
        return lines if lines and lines[0].isdigit() else []

    def _log_since(self, offset: int) -> str:
        with self.log.open("rb") as log:
            log.seek(offset)
            return log.read().decode(errors="replace")

    def _named(self, folder: Path) -> str:
        return "/proc/self/cwd" if processes.HAS_PROC else str(folder)

    def _run(
        self, program: str, *arguments: str, folder: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [self.programs / program, *arguments],
            cwd=folder or "/",
            env=_clean_environment(),
            capture_output=True,
            text=True,
            **self.account.drop(),
        )


def _clean_environment() -> dict[str, str]:
    """Ours without PG…, which would redirect the programs, and without a foreign language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _shared_memory_free() -> int:
    try:
        return shutil.disk_usage("/dev/shm").free  # noqa: S108
    except OSError:
        return 1024 * MB  # no such folder: a system with another mechanism


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))


def _failed(what: str, said: str, log: Path) -> str:
    if "No space left" in said:
        return f"PostgreSQL {what}: the disk of {log.parent.parent} is full; free some space there"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error:" in line] or lines
    reason = telling[-1] if telling else "it said nothing"
    return f"PostgreSQL {what}: {reason} (all of it in {log})"

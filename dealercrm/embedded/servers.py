"""Servers for as long as somebody uses them: the first user starts them, the last stops them.

`./run` and any number of `./run manage` share one pair of servers; locks on files, which the
kernel drops when a process dies, count the users.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dealercrm.embedded.binaries import Account, postgres_programs, valkey_program
from dealercrm.embedded.paths import DataFolder
from dealercrm.embedded.postgres import PostgresServer
from dealercrm.embedded.valkey import ValkeyServer

LARGEST_LOG = 10 * 1024 * 1024


@dataclass(frozen=True)
class Servers:
    """The servers that are ours to run; none where the environment names another."""

    postgres: PostgresServer | None
    valkey: ValkeyServer | None

    def environment(self) -> dict[str, str]:
        """What programs need to be told in order to use them."""
        told = {}
        if self.postgres:
            told["DATABASE_URL"] = self.postgres.url
            told["PGHOST"] = str(self.postgres.sockets)  # for dbshell and pg_dump
            told["PGUSER"] = "postgres"
        if self.valkey:
            told["REDIS_URL"] = self.valkey.url
        return told

    def start(self) -> None:
        """Starts those that do not run. Raises LaunchError."""
        for server in (self.postgres, self.valkey):
            if server:
                server.start()

    def stop(self) -> None:
        """Stops those that run, cleanly."""
        for server in (self.valkey, self.postgres):
            if server:
                server.stop()


@contextmanager
def in_use(
    data: DataFolder, *, durable: bool = True, programs: Path | None = None
) -> Iterator[Servers]:
    """The running servers of a data folder; the last user to leave stops them.

    `programs` names other PostgreSQL programs than the embedded ones. Raises LaunchError.
    """
    servers = _servers_of(data, durable=durable, programs=programs)
    if not (servers.postgres or servers.valkey):
        yield servers
        return
    with (data.root / "servers.users").open("w") as users:
        try:
            with locked(data.root / "servers.lock"):
                fcntl.flock(users, fcntl.LOCK_SH)
                servers.start()
            yield servers
        finally:
            with locked(data.root / "servers.lock"):
                if _is_last(users):
                    servers.stop()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file alone, waiting for it."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_last(users: object) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        return False
    return True


def _servers_of(data: DataFolder, *, durable: bool, programs: Path | None) -> Servers:
    postgres = valkey = None
    account = Account.for_folder(data.postgres)
    if not os.environ.get("DATABASE_URL"):
        postgres = PostgresServer(
            folder=data.postgres,
            sockets=data.sockets(account.uid),
            log=_log(data, "postgres"),
            programs=programs or postgres_programs(account, data.root),
            account=account,
            durable=durable,
        )
    if not os.environ.get("REDIS_URL"):
        valkey = ValkeyServer(
            folder=data.valkey,
            sockets=data.sockets(account.uid),
            log=_log(data, "valkey"),
            program=valkey_program(),
            durable=durable,
        )
    return Servers(postgres, valkey)


def _log(data: DataFolder, name: str) -> Path:
    path = data.logs / f"{name}.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.rename(path.with_suffix(".log.1"))
    return path

"""Our own launcher of Valkey, the Redis-compatible server: a doorbell that keeps an AOF."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from dealercrm.embedded import processes
from dealercrm.embedded.errors import LaunchError

START_SECONDS = 30


@dataclass(frozen=True)
class ValkeyServer:
    """A server with its files in `folder`, reached only through a socket in `sockets`."""

    folder: Path
    sockets: Path
    log: Path
    program: Path
    durable: bool = True

    @property
    def socket(self) -> Path:
        """The path of the socket."""
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """The address in redis-py's form."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Brings the server up; does nothing when it runs already. Raises LaunchError."""
        if self.is_running():
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.stop()  # one that lives but lost its socket would write the same files
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [
                    self.program, "--port", "0", "--unixsocket", str(self.socket),
                    "--unixsocketperm", "700", "--dir", ".", "--save", "",
                    "--appendonly", "yes" if self.durable else "no",
                    "--appendfsync", "everysec", "--maxmemory-policy", "noeviction",
                ],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip
        process.returncode = 0  # it outlives this object on purpose
        self._pid_file.write_text(str(process.pid))
        self._wait_until_ready(process.pid)

    def is_running(self) -> bool:
        """Whether the server answers on its socket."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(os.fsencode(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """Stops the server cleanly, its last second of writing flushed."""
        try:
            pid = int(self._pid_file.read_text())
        except (OSError, ValueError):
            return
        if processes.works_in(pid, self.folder):
            processes.stop(pid, signal.SIGTERM, seconds=20)
        self._pid_file.unlink(missing_ok=True)

    @property
    def _pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    def _wait_until_ready(self, pid: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running():
            if processes.wait_until_gone(pid, 0) or time.monotonic() > deadline:
                last = self.log.read_text(errors="replace").strip().splitlines()[-1:]
                raise LaunchError(
                    f"Valkey did not start: {last[0] if last else 'it said nothing'}"
                    f" (all of it in {self.log})"
                )
            time.sleep(0.02)

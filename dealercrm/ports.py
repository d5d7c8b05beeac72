"""The port of the pages: which one, whether it is free, whether it answers."""

import http.client
import os
import socket

from dealercrm.embedded.errors import LaunchError


def chosen() -> int:
    """The port of $PORT, 8000 without it; raises LaunchError when it is none."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT={text} is no port number: try PORT=8000 ./run")
    return int(text)


def refuse_taken(port: int) -> None:
    """Raises LaunchError when another program listens there already."""
    host = os.environ.get("HOST", "127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise LaunchError(
                f"port {port} is reserved for root: choose a higher one: PORT=8000 ./run"
            ) from None
        except OSError:
            raise LaunchError(
                f"port {port} is taken by another program: stop that one, or choose another port:"
                f" PORT={port + 1} ./run"
            ) from None


def answers(port: int) -> bool:
    """Whether the pages are there and healthy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

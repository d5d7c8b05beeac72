"""Where the server may send requests to: the origins the administrator has listed (S11)."""

from collections.abc import Collection
from urllib.parse import urlsplit

DEFAULT_PORTS = {"https": 443, "http": 80}


class RefusedAddress(Exception):
    """The URL leads where the installation does not allow."""


def check(url: str, *, allowed: Collection[str]) -> str:
    """The URL, if its scheme, host and port are exactly those of one of the `allowed` origins.

    "https://sms.example.com" allows nothing on another port, on a subdomain or without TLS. A URL
    with a user name in it is refused. Raises RefusedAddress.
    """
    origin = _origin(url)
    if origin is None or origin not in {_origin(each) for each in allowed}:
        raise RefusedAddress(url)
    return url


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None of what is no plain web address."""
    if any(char.isspace() or char == "\\" or not char.isprintable() for char in url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, DEFAULT_PORTS[parts.scheme] if port is None else port

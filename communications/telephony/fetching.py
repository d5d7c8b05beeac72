"""Fetching a file from an address that somebody else named: only from the list (S11).

Scheme, host and port must be those of an origin of OUTGOING_ORIGINS; the name is looked up once,
private addresses are refused unless the list names the address itself, the connection goes to the
address that was looked at (no second look-up to rebind), and no redirect is followed.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from communications.channels import outgoing

TIMEOUT = httpx.Timeout(20.0, connect=5.0)
# IPv4 behind a translator: which address is reached stands in it, and may be a private one
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
LOCAL = ("localhost",)
"""A name that an administrator who lists it knows to be this machine."""


class CannotFetch(Exception):
    """The address is not allowed, or nothing came from it; the text says why, without the path."""


def fetch(url: str, *, largest: int) -> bytes:
    """The content behind `url`, `largest` bytes at most; raises CannotFetch."""
    try:
        outgoing.check(url, allowed=settings.OUTGOING_ORIGINS)
    except outgoing.RefusedAddress:
        raise CannotFetch("not one of OUTGOING_ORIGINS") from None
    parts = urlsplit(url)
    host = parts.hostname or ""
    address = _address(host, parts.port or outgoing.DEFAULT_PORTS[parts.scheme])
    target = httpx.URL(url).copy_with(host=address)
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "GET",
                target,
                headers={"Host": parts.netloc},
                extensions={"sni_hostname": host},
            ) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise CannotFetch(f"answered {answer.status_code}")
            return _content(answer, largest)
    except httpx.HTTPError as error:
        raise CannotFetch(type(error).__name__) from error


def _content(answer: httpx.Response, largest: int) -> bytes:
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > largest:
            raise CannotFetch("too large")
    return bytes(content)


def _address(host: str, port: int) -> str:
    """The address to connect to; raises CannotFetch for a name that leads inside."""
    if _is_address(host) or host in LOCAL:
        return host  # the list names it, letter by letter
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CannotFetch("no such host") from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(_is_public(each) for each in addresses):
        raise CannotFetch("the name leads to a private address")
    return addresses[0]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    """Of IPv4 written as IPv6 the IPv4 counts; multicast is nobody's server."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    inner = mapped or found
    if any(inner in network for network in TRANSLATED):
        return False
    return inner.is_global and not inner.is_multicast

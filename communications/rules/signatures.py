"""Signed webhooks as standardwebhooks.com describes them: who sent this, and not long ago.

Signed is "<id>.<timestamp>.<body>" with HMAC-SHA256; the id is the sender's number of the event.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

PREFIX = "whsec_"
VERSION = "v1"
TOLERANCE = timedelta(minutes=5)
"""How far the sender's clock may be from ours, either way."""
LONGEST_ID = 200


class BadSignature(Exception):
    """Unsigned, signed by somebody else, changed on the way, or too old."""


def secret_for(master: str, name: str) -> str:
    """The secret of one endpoint, derived from the installation's: nobody signs for another."""
    key = hmac.new(master.encode(), name.encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(key).decode()


def sign(secret: str, *, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that prove `body`; `secret` as secret_for gives it."""
    timestamp = str(int(at.timestamp()))
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"{VERSION},{_signature(secret, event_id, timestamp, body)}",
    }


def verify(
    secrets: Iterable[str],
    *,
    event_id: str,
    timestamp: str,
    signatures: str,
    body: bytes,
    at: datetime,
) -> None:
    """Raise BadSignature unless one of the signatures is right by one of the secrets.

    signatures  the header, several parted by spaces (a sender that changes its secret)
    """
    if not event_id or len(event_id) > LONGEST_ID or not event_id.isprintable():
        raise BadSignature("webhook-id")
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise BadSignature("webhook-timestamp")
    if abs(at.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise BadSignature("webhook-timestamp")
    expected = [_signature(secret, event_id, timestamp, body).encode() for secret in secrets]
    given = [
        value.encode()
        for version, _comma, value in (each.partition(",") for each in signatures.split())
        if version == VERSION
    ]
    # every pair is compared, so that the time it takes tells nothing
    if not any([hmac.compare_digest(one, other) for one in given for other in expected]):
        raise BadSignature("webhook-signature")


def _signature(secret: str, event_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{event_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook secret is base64 behind whsec_") from error

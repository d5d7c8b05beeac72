"""A provider that tells us something: bodies as docs/webhooks.md has them, signed as it says."""

import base64
import itertools
import json
from datetime import UTC, datetime

from communications.signed_webhooks import sign

SECRET = "whsec_" + base64.b64encode(b"thirty-two bytes of a test only!").decode()
OTHER_SECRET = "whsec_" + base64.b64encode(b"another thirty-two bytes of it!!").decode()
_numbers = itertools.count(1)


def receipt(message, kind="delivered", *, at=None, **data) -> dict:
    return _event(f"message.{kind}", {"id": str(message.uid), **data}, at)


def reply(sender="+79161234567", text="When can I come?", *, at=None, **data) -> dict:
    return _event("message.received", {"from": sender, "text": text, **data}, at)


def _event(kind, data, at) -> dict:
    body = {"type": kind, "data": data}
    return body | {"timestamp": at.isoformat()} if at else body


def signed(event, *, number="", secret=SECRET, at=None) -> tuple[bytes, dict[str, str]]:
    """(body, headers) of an event, each time another number unless one is given."""
    body = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False).encode()
    number = number or f"event-{next(_numbers)}"
    at = at or datetime.now(UTC)
    return body, sign(secret, event_id=number, at=at, body=body)


def tell(client, event, *, channel="sms", **how):
    """Post it through a test client; its answer."""
    body, headers = signed(event, **how)
    return post(client, body, headers, channel=channel)


def post(client, body, headers, *, channel="sms"):
    return client.post(
        f"/webhooks/{channel}/", body, content_type="application/json", headers=headers
    )

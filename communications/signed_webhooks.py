"""Signed webhooks as standardwebhooks.com describes them: who sent this, and not long ago."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

PREFIX = "whsec_"
SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")
LONGEST_ID = 200
"""The id is the sender's number of the event, and is kept as such."""


def secret_for(master: str, name: str) -> str:
    """The secret of one endpoint, derived from the installation's: nobody signs for another."""
    key = hmac.new(master.encode(), name.encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(key).decode()


def sign(secret: str, *, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that prove `body`; `secret` is base64 behind whsec_."""
    moment = at.astimezone(UTC)  # the library reads the hands of the clock and not its zone
    signature = Webhook(secret).sign(event_id, moment, body.decode())
    return dict(zip(SIGNED, (event_id, str(int(moment.timestamp())), signature), strict=True))


def problem(headers: Mapping[str, str], body: bytes, *, secrets: Iterable[str]) -> str:
    """Empty where one of the secrets signed this id, this body and a time of the last minutes.

    headers  of the request; the signature may be several, parted by spaces (a sender that
             changes its secret)
    """
    given = {name: headers.get(name, "") for name in SIGNED}
    event_id = given["webhook-id"]
    if len(event_id) > LONGEST_ID or not event_id.isprintable():
        return "the id is too long or no text"
    found = "no secret is set"
    for secret in secrets:
        try:
            Webhook(secret).verify(body, given, json_parse=False)
        except WebhookVerificationError as error:
            found = str(error)
        except (ValueError, EmptyWebhookSecretError):  # no text, no base64; or the secret is none
            found = "not readable"
        else:
            return ""
    return found

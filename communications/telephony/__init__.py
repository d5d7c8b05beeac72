"""The telephone exchange: how it is told to dial, how what it tells is read, its recordings.

A provider is one class that speaks base.Exchange; what it tells comes in by signed webhooks
(communications/views/telephony.py).
"""

from django.conf import settings

from communications.signed_webhooks import secret_for
from communications.telephony.base import Dialled, Exchange, Fate
from communications.telephony.http import HttpExchange


def exchange() -> Exchange:
    """The one exchange of this installation."""
    return HttpExchange()


def dials() -> bool:
    """Whether a click can begin a call."""
    return bool(settings.TELEPHONY_URL)


def hears() -> bool:
    """Whether an exchange may tell us of calls."""
    return bool(settings.TELEPHONY_SECRETS)


def secrets_of(slug: str) -> list[str]:
    """The webhook secrets of one dealership, the newest first; none: nobody is heard."""
    return [secret_for(master, f"telephony:{slug}") for master in settings.TELEPHONY_SECRETS]


def is_simulated() -> bool:
    """Whether the exchange is the demo's own."""
    return bool(settings.TELEPHONY_IS_SIMULATED)


__all__ = [
    "Dialled",
    "Exchange",
    "Fate",
    "HttpExchange",
    "dials",
    "exchange",
    "hears",
    "is_simulated",
]

"""A customer writes to us: what apps above this one do about it (stop the plan, call them).

They register in AppConfig.ready(); what they do happens in the transaction of the reply, so that
nothing comes between it and the person who takes it up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communications.models import InboundMessage

Act = Callable[["InboundMessage", datetime], object]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One app's part.

    received  a reply of a known customer is there (or its sender became known)
    handled   a person has handled it
    reopened  that was taken back; the reply is as it was before, but for `handled_at`, which still
              tells when it was handled
    """

    received: Act
    handled: Act
    reopened: Act


_parts: dict[str, Part] = {}


def register(name: str, part: Part) -> None:
    """Add an app's part; registering a name again replaces it."""
    _parts[name] = part


def tell_received(reply: InboundMessage, at: datetime) -> None:
    """In the order of the names, here and below, so that two replies lock alike."""
    for name in sorted(_parts):
        _parts[name].received(reply, at)


def tell_handled(reply: InboundMessage, at: datetime) -> None:
    for name in sorted(_parts):
        _parts[name].handled(reply, at)


def tell_reopened(reply: InboundMessage, at: datetime) -> None:
    for name in sorted(_parts):
        _parts[name].reopened(reply, at)

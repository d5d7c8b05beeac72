"""A customer withdraws a consent: what apps above this one stop at once.

They register in AppConfig.ready(); what they do happens in the transaction of the withdrawal, so
that nothing that was waiting outlives it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customers.models import Customer
    from dealerships.models import User


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """Who no longer agrees to what.

    purposes  of Consent.Purpose
    channel   of Consent.Channel; "any" is every channel
    by        who wrote it down; None: a machine
    """

    customer: Customer
    purposes: frozenset[str]
    channel: str
    by: User | None
    at: datetime

    def concerns(self, channel: str) -> bool:
        return self.channel in (channel, "any")


Stop = Callable[[Withdrawal], object]

_stops: dict[str, Stop] = {}


def register(name: str, stop: Stop) -> None:
    """Add an app's part; registering a name again replaces it."""
    _stops[name] = stop


def stop_everything(withdrawal: Withdrawal) -> None:
    """Call every part, in the order of their names, so that two withdrawals lock alike."""
    for name in sorted(_stops):
        _stops[name](withdrawal)

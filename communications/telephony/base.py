"""What every telephone exchange is asked, and what it answers."""

import enum
import uuid
from dataclasses import dataclass
from typing import Protocol


class Fate(enum.Enum):
    TAKEN = "taken"
    """The exchange will ring the extension, then the number."""
    REFUSED = "refused"
    """Certainly not."""
    UNKNOWN = "unknown"
    """Nobody can tell; its events will, if it does."""


@dataclass(frozen=True)
class Dialled:
    """`provider_id` is the exchange's number of the call, `error` its own words."""

    fate: Fate
    provider_id: str = ""
    error: str = ""


class Exchange(Protocol):
    def dial(self, *, dealership: str, extension: str, number: str, our_id: uuid.UUID) -> Dialled:
        """Ring the extension and, when it answers, the number. Never inside a transaction.

        dealership  its code, which the exchange puts into the address of its webhooks
        """

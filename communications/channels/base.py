"""What every channel declares and answers."""

import enum
from dataclasses import dataclass
from typing import Protocol

from communications.models import Message


class CrashPolicy(enum.Enum):
    """What becomes of a message whose sender vanished after it began to call the provider."""

    AT_LEAST_ONCE = "at_least_once"
    """It is sent again: the provider takes one number once."""
    AT_MOST_ONCE = "at_most_once"
    """It is never sent again by itself: a person decides."""
    RECONCILE = "reconcile"
    """The provider is asked by our number, and it is sent only if they do not know it."""
    BY_HAND = "by_hand"
    """No machine sends it: nothing is recorded until a person says that it is on its way."""


class Fate(enum.Enum):
    ACCEPTED = "accepted"
    NOT_KNOWN = "not_known"
    """Asked only: the provider never got it."""
    LATER = "later"
    """Certainly not taken, may be tried again."""
    REFUSED = "refused"
    """Certainly not taken, and never will be."""
    BAD_ADDRESS = "bad_address"
    """As REFUSED, because nobody is at the address."""
    UNKNOWN = "unknown"
    """Nobody can tell."""


@dataclass(frozen=True)
class Answer:
    """What a provider said: `error` in its own words, `provider_id` its number of the message."""

    fate: Fate
    provider_id: str = ""
    error: str = ""


class Channel(Protocol):
    policy: CrashPolicy

    def is_set_up(self) -> bool:
        """Whether this installation can send by it at all."""

    def send(self, message: Message) -> Answer:
        """Hand it to the provider with our number. Never inside a transaction."""

    def ask(self, message: Message) -> Answer:
        """Whether the provider has it; only asked of RECONCILE."""

"""What is true of a message after all that its provider said, in whatever order it came. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

# of two at one moment the one further on says more; the others leave a message as it is
RANKS = {"failed": 0, "bad_address": 1, "delivered": 2, "read": 3}
FAILURES = ("failed", "bad_address")


@dataclass(frozen=True)
class Receipt:
    """
    kind  of ProviderEvent.Kind
    at    by the provider's clock
    """

    kind: str
    at: datetime
    error: str = ""


@dataclass(frozen=True)
class Truth:
    """
    delivered_at  the first time it was said to be there (or read)
    read_at       the first time it was said to be read
    failure       the last word, where that is a failure
    bad_since     the first time nobody was at the address, where that is the last word
    doubted       every moment at which nobody was said to be there
    """

    delivered_at: datetime | None
    read_at: datetime | None
    failure: Receipt | None
    bad_since: datetime | None
    doubted: tuple[datetime, ...]


def truth(receipts: Iterable[Receipt]) -> Truth:
    """The last word by the provider's clock holds: a mail taken at ten may bounce at eleven."""
    said = [each for each in receipts if each.kind in RANKS]
    last = max(said, key=lambda each: (each.at, RANKS[each.kind], each.error), default=None)
    failure = last if last and last.kind in FAILURES else None
    doubted = sorted({each.at for each in said if each.kind == "bad_address"})
    return Truth(
        delivered_at=min((r.at for r in said if r.kind in ("delivered", "read")), default=None),
        read_at=min((each.at for each in said if each.kind == "read"), default=None),
        failure=failure,
        bad_since=doubted[0] if failure and failure.kind == "bad_address" else None,
        doubted=tuple(doubted),
    )

"""When a message that a provider refuses for now is tried again. Plain values."""

from datetime import timedelta

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)
"""After the first attempt, the second …; after the one that follows the last it is given up."""


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts (one or more); None: no more of them."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None

"""Pure rules of complaints: which state may follow which, and how soon an answer is due."""

from collections.abc import Mapping
from datetime import timedelta

OPEN, IN_WORK, SOLVED, CLOSED, REJECTED = "open", "in_work", "solved", "closed", "rejected"

TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    OPEN: (IN_WORK, SOLVED, REJECTED),
    IN_WORK: (SOLVED, REJECTED),
    # the customer is content (closed), or is not (back to work)
    SOLVED: (CLOSED, IN_WORK),
    CLOSED: (IN_WORK,),
    REJECTED: (IN_WORK,),
}
FINAL = frozenset({CLOSED, REJECTED})
"""In these states nothing is owed to the customer any more, and they may be called again."""

NEEDS_WORDS = frozenset({SOLVED, REJECTED})
"""What was done, or why the complaint is not justified, must be said."""

ANSWER_WITHIN: Mapping[int, timedelta] = {
    1: timedelta(hours=24),
    2: timedelta(hours=8),
    3: timedelta(hours=2),
}
"""Working time until somebody must have taken the complaint up, by severity (1 is low)."""


def may_follow(status: str, to: str) -> bool:
    return to in TRANSITIONS[status]

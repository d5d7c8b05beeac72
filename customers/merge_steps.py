"""What apps above this one do when two cards become one; they register in AppConfig.ready().

Every table that names a customer is moved without being told. A step is for what moving alone
would break, for instance two open call cards of one person. Steps write through the ledger only,
so that undoing the merge takes their changes back too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customers.models import Customer
    from customers.services.merge_ledger import Ledger
    from dealerships.models import User


class MergeRefusedError(Exception):
    """The cards cannot be joined now; the text says why, in the reader's language."""


@dataclass(frozen=True, kw_only=True)
class Merge:
    """The merge that is under way: this card stays, that one goes, who did it and when."""

    kept: Customer
    merged: Customer
    by: User | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MergeStep:
    """One app's part in a merge.

    name        of the app; registering it again replaces the step
    before_move runs in the merge's transaction, before any row is moved
    after_undo  runs in the undo's transaction, when everything else is back
    """

    name: str
    before_move: Callable[[Merge, Ledger], None]
    after_undo: Callable[[Merge], None] | None = None


_steps: dict[str, MergeStep] = {}


def register(step: MergeStep) -> None:
    _steps[step.name] = step


def steps() -> list[MergeStep]:
    """In the order of their names, so that two merges take locks in one order."""
    return [_steps[name] for name in sorted(_steps)]

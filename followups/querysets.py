"""Reads of rules, cards and reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from dealerships.models import User
    from followups.models import CallReason, CallTask, Rule, ScriptBranch


class RuleQuerySet(TenantQuerySet["Rule"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class CallTaskQuerySet(TenantQuerySet["CallTask"]):
    def open(self) -> Self:
        # said as OR, for each status has partial indexes of its own
        return self.filter(Q(status="waiting") | Q(status="held"))

    def waiting(self, *, at: datetime) -> Self:
        """May be called at `at`."""
        return self.filter(status="waiting", not_before__lte=at)

    def of_team(self) -> Self:
        return self.filter(assigned_to__isnull=True)

    def assigned(self, user: User) -> Self:
        return self.filter(assigned_to=user)

    def overdue(self, *, on: date) -> Self:
        """Open cards whose last day is before `on`."""
        return self.open().filter(due_until__lt=on)


class CallReasonQuerySet(TenantQuerySet["CallReason"]):
    def open(self) -> Self:
        return self.filter(status="open")

    def in_writing(self) -> Self:
        """Told in writing alone, without a card."""
        return self.filter(task__isnull=True)


class ScriptBranchQuerySet(TenantQuerySet["ScriptBranch"]):
    def standing(self) -> Self:
        """Not removed; those below a removed one stand, but hang nowhere."""
        return self.filter(removed_at__isnull=True)

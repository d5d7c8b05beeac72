"""Reads of promises: open, late, kept, broken, and whose they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.db.models.functions import Coalesce

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from promises.models import Promise


KEPT = Q(is_kept=True, late_of__isnull=True)
"""Done before it was the team's."""
BROKEN = Q(is_kept=False) | Q(late_of__isnull=False)
"""Not done, or lying until the team had to take it, whatever the team made of it."""


class PromiseQuerySet(TenantQuerySet["Promise"]):
    def open(self) -> Self:
        """Still to be done, also where its time has passed."""
        return self.filter(closed_at__isnull=True)

    def overdue(self, *, at: datetime) -> Self:
        return self.open().filter(due_at__lte=at)

    def reminding(self, *, at: datetime) -> Self:
        """Open, and soon due or late."""
        return self.open().filter(remind_at__lte=at)

    def to_customers(self) -> Self:
        """Without those that colleagues made each other."""
        return self.filter(colleague__isnull=True)

    def kept(self) -> Self:
        return self.filter(KEPT)

    def broken(self) -> Self:
        return self.filter(BROKEN)

    def with_day(self) -> Self:
        """Adds `day_at`: when it was counted as broken or kept; of the others when it is due."""
        return self.annotate(day_at=Coalesce("late_at", "closed_at", "due_at"))

    def since(self, start: datetime) -> Self:
        """Of `with_day`, from `start` on."""
        return self.filter(Q(**{"day_at__gte": start}))

    def before(self, end: datetime) -> Self:
        """Of `with_day`, before `end`."""
        return self.filter(Q(**{"day_at__lt": end}))

    def counted_within(self, *, start: datetime, end: datetime) -> Self:
        """Kept or broken in [start, end): each counts once, on `day_at`, for its `answerable`."""
        settled = self.filter(Q(closed_at__gte=start) | Q(late_at__gte=start))
        return settled.with_day().with_answerable().since(start).before(end).order_by()

    def answered_by(self, person: int) -> Self:
        """Counted for this user: those they let lie before those they have."""
        return self.with_answerable().filter(Q(**{"answerable": person}))

    def with_answerable(self) -> Self:
        """Adds `answerable`: who is counted, the one who let it lie before the one who has it."""
        return self.annotate(answerable=Coalesce("late_of", "owner"))

    def of_team(self, departments: Collection[str]) -> Self:
        """Nobody's own: anyone of these departments may take them."""
        return self.filter(owner__isnull=True, department__in=list(departments))

    def mentioning(self, words: str) -> Self:
        """The words in the promise or in the customer's name."""
        return self.filter(Q(text__icontains=words) | Q(customer__full_name__icontains=words))

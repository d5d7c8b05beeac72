"""Reads of complaints."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import BooleanField, ExpressionWrapper, Q

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from complaints.models import Complaint


class ComplaintQuerySet(TenantQuerySet["Complaint"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def overdue(self, *, at: datetime) -> Self:
        """Nobody has begun, and the answer was due before `at`."""
        return self.filter(status="open", answer_due_at__lt=at)

    def with_lateness(self, *, at: datetime) -> Self:
        """Adds is_late: the same condition as overdue()."""
        late = Q(status="open", answer_due_at__lt=at)
        return self.annotate(is_late=ExpressionWrapper(late, output_field=BooleanField()))

    def mentioning(self, words: str) -> Self:
        """Those of a customer of this name, or with these words in what happened or was done."""
        return self.filter(
            Q(customer__search_name__contains=words.lower())
            | Q(text__icontains=words)
            | Q(solution__icontains=words)
        )

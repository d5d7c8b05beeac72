"""Reads of survey responses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from surveys.models import SurveyResponse


class SurveyResponseQuerySet(TenantQuerySet["SurveyResponse"]):
    def within(self, *, start: datetime, end: datetime) -> Self:
        """Asked in the half-open [start, end)."""
        return self.filter(asked_at__gte=start, asked_at__lt=end)

    def refused(self) -> Self:
        return self.filter(is_refused=True)

    def with_bad_answer(self) -> Self:
        """At least one answer is a bad one."""
        return self.filter(pk__in=self.filter(answers__mood="bad").values("pk"))

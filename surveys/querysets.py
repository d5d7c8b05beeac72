"""Reads of survey responses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

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

    def about(self, words: str) -> Self:
        """Of a customer of this name, or about a visit by its order number or the car's plate."""
        return self.filter(
            Q(customer__search_name__contains=words.lower())
            | Q(repair_order__number__icontains=words)
            | Q(repair_order__vehicle__plate__icontains=words)
        )

    def with_answers(self) -> Self:
        """Adds what a list shows of each response (two more queries)."""
        return self.select_related(
            "customer", "repair_order", "repair_order__vehicle", "asked_by"
        ).prefetch_related("answers__question")

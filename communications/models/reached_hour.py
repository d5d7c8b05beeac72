"""How often the customers of a kind are reached at which hour; counted anew by a sweep."""

from django.db import models
from django.db.models import F, Q

from customers.models import Customer
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet


class ReachedHour(models.Model):
    """Calls of a year to persons or companies in two hours of their day (rules/best_hours.py)."""

    dealership = models.ForeignKey(
        Dealership, models.CASCADE, related_name="reached_hours", db_index=False
    )
    customer_kind = models.CharField(max_length=10, choices=Customer.Kind)
    is_weekend = models.BooleanField()
    band = models.PositiveSmallIntegerField()
    calls = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    objects = TenantQuerySet["ReachedHour"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "customer_kind", "is_weekend", "band"],
                name="reached_hour_once",
            ),
            models.CheckConstraint(
                condition=Q(reached__lte=F("calls")), name="reached_hour_in_calls"
            ),
            models.CheckConstraint(condition=Q(band__lte=12), name="reached_hour_band"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_kind} {self.band}: {self.reached}/{self.calls}"

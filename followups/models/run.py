"""What the planner did for a dealership on a day; the row that makes a morning happen once."""

from django.db import models

from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet


class PlanningRun(models.Model):
    """A day's planning. Later runs of the day add to the figures."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="planning_runs")
    day = models.DateField()
    planned_at = models.DateTimeField()
    cards = models.PositiveIntegerField(default=0)
    reasons = models.PositiveIntegerField(default=0)
    # reasons that wait because their customer's card was in somebody's hands
    postponed = models.PositiveIntegerField(default=0)

    objects = TenantQuerySet["PlanningRun"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "day"], name="planning_run_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.dealership_id} {self.day}: {self.reasons}"

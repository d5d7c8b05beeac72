"""Turns of the periodic work: the rows that make a turn happen once and a silence known."""

from django.db import models


class PeriodicTick(models.Model):
    """A turn of a schedule that a worker took, however many beats rang for it."""

    schedule = models.CharField(max_length=100)
    tick_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tick_at", "schedule"], name="periodic_tick_once"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.tick_at:%Y-%m-%d %H:%M:%S}"

"""Monthly snapshots of KPI figures, and targets. A figure is a pair, never a ratio."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet


class Snapshot(models.Model):
    """The figure of a KPI as of a month's last day; kept as reported until it is rebuilt.

    value is what the registry's query returns for the KPI: {"pair": [n, d]}, {"number": n} or
    {"table": {...}}.
    """

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="kpi_snapshots")
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    # "" all customers, else Customer.Kind
    customer_kind = models.CharField(max_length=7, blank=True)
    value = models.JSONField()
    computed_at = models.DateTimeField()

    objects = TenantQuerySet["Snapshot"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "code", "as_of", "customer_kind"],
                name="kpi_snapshot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.as_of}"


class Target(models.Model):
    """What a dealership wants a KPI to be at the end of a year, in percent."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="kpi_targets")
    code = models.CharField(_("KPI"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    percent = models.DecimalField(_("target, %"), max_digits=5, decimal_places=1)

    objects = TenantQuerySet["Target"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "code", "year"], name="kpi_target_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="kpi_target_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}: {self.percent} %"

"""Stored KPI figures, and targets. Figures are numerator and denominator, never ratios."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet
from kpis.querysets import SeriesQuerySet


class Series(models.Model):
    """Whose figures are kept: a dealership, or several counted as one, and a kind of customer.

    A selection belongs to its dealership with the lowest id; `others` are the rest in order.
    """

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="kpi_series")
    others = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # "" all customers, else Customer.Kind
    customer_kind = models.CharField(max_length=7, choices=Customer.Kind, blank=True)
    # a series nobody has looked at for long is no longer refreshed
    asked_at = models.DateTimeField()

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "others", "customer_kind"], name="kpi_series_once"
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="kpi_series_tenant"),
        ]

    def __str__(self) -> str:
        return f"{[self.dealership_id, *self.others]} {self.customer_kind}"


class Snapshot(models.Model):
    """The figure of a KPI as of a day (a month's last, or today); kept until it is rebuilt.

    value is what the live figure was: [n, d], a number, a table of either, or null.
    """

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="kpi_snapshots")
    series = models.ForeignKey(
        Series, models.CASCADE, related_name="snapshots", db_constraint=False, db_index=False
    )
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    value = models.JSONField(null=True)
    computed_at = models.DateTimeField()

    objects = TenantQuerySet["Snapshot"].as_manager()

    class Meta:
        constraints = [
            # also the index that a trend is read by: a series' days
            models.UniqueConstraint(fields=["series", "as_of", "code"], name="kpi_snapshot_once"),
            SameTenant(name="kpi_snapshot_series", field="series", references="kpis.Series"),
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

"""A car, who owns it from when until when, its odometer, and its warranty, policies and loan."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer
from customers.querysets import OwnershipQuerySet, VehicleQuerySet
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, Holding
from dealerships.querysets import TenantQuerySet


class Vehicle(models.Model):
    holding = models.ForeignKey(Holding, models.PROTECT, db_index=False, related_name="vehicles")
    vin = models.CharField(_("VIN"), max_length=30, blank=True)
    plate = models.CharField(_("plate"), max_length=20, blank=True)
    # plate folded by customers.rules.plate_key: upper case, look-alikes as Latin, no spaces
    plate_key = models.CharField(max_length=20, blank=True, editable=False)
    make = models.CharField(_("make"), max_length=60, blank=True)
    model = models.CharField(_("model"), max_length=100, blank=True)
    model_year = models.PositiveSmallIntegerField(_("model year"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VehicleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holding", "id"], name="vehicle_of_holding"),
            models.UniqueConstraint(
                fields=["holding", "vin"], condition=~Q(vin=""), name="vehicle_vin_once"
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("vin"), name="gin_trgm_ops"), name="vehicle_vin_trgm"),
            GinIndex(OpClass(F("plate_key"), name="gin_trgm_ops"), name="vehicle_plate_trgm"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.make, self.model, self.plate) if part) or self.vin


class VehicleRelation(models.Model):
    """This dealership knows this car (sold or served it)."""

    pk = models.CompositePrimaryKey("dealership_id", "vehicle_id")
    holding = models.ForeignKey(
        Holding, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    dealership = models.ForeignKey(
        Dealership,
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="vehicle_relations",
    )
    vehicle = models.ForeignKey(
        Vehicle, models.PROTECT, db_constraint=False, related_name="relations"
    )

    objects = TenantQuerySet["VehicleRelation"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="relation_vehicle_of_holding",
                tenant="holding",
                field="vehicle",
                references="customers.Vehicle",
            ),
            SameTenant(
                name="vehicle_relation_dealership",
                tenant="holding",
                field="dealership",
                references="dealerships.Dealership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dealership_id}–{self.vehicle_id}"


class Ownership(models.Model):
    """Who a car belongs to, [since, until); a car has one owner at a time."""

    class EndReason(models.TextChoices):
        RESOLD = "resold", _("sold to another customer")
        TOLD = "told", _("the customer told us")
        MERGED = "merged", _("joined with the same owner's next ownership")

    holding = models.ForeignKey(
        Holding, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="ownerships", db_constraint=False
    )
    vehicle = models.ForeignKey(
        Vehicle, models.PROTECT, related_name="ownerships", db_constraint=False
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("ended because"), max_length=10, choices=EndReason, blank=True)

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="ownership_in_order",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, end_reason="")
                | (Q(until__isnull=False) & ~Q(end_reason="")),
                name="ownership_end_has_reason",
            ),
            ExclusionConstraint(
                name="ownership_one_at_a_time",
                expressions=[
                    ("vehicle", RangeOperators.EQUAL),
                    (
                        Func(F("since"), F("until"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            SameTenant(
                name="ownership_customer_of_holding",
                tenant="holding",
                field="customer",
                references="customers.Customer",
            ),
            SameTenant(
                name="ownership_vehicle_of_holding",
                tenant="holding",
                field="vehicle",
                references="customers.Vehicle",
            ),
        ]
        indexes = [
            # the few cars of which the CRM was told that they are gone: the KPIs leave them out
            models.Index(
                fields=["vehicle", "customer"],
                condition=Q(end_reason="told"),
                name="ownership_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.vehicle_id} {self.since}–{self.until or ''}"


class OdometerReading(models.Model):
    """Kilometres read on a day; one reading a car and day (the highest)."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="odometer_readings")
    read_on = models.DateField(_("read on"))
    km = models.PositiveIntegerField(_("km"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vehicle", "read_on"], name="odometer_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.km} km ({self.read_on})"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Agreement(models.Model):
    """Something attached to a car that ends on a day: warranty, insurance policy, loan."""

    class Kind(models.TextChoices):
        WARRANTY = "warranty", _("Warranty")
        COMPULSORY_INSURANCE = "compulsory_insurance", _("Compulsory insurance")
        OWN_DAMAGE_INSURANCE = "own_damage_insurance", _("Own-damage insurance")
        LOAN = "loan", _("Loan")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, db_index=False, db_constraint=False, related_name="agreements"
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="agreements", db_constraint=False
    )
    vehicle = models.ForeignKey(
        Vehicle, models.PROTECT, related_name="agreements", db_constraint=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"))
    provider = models.CharField(_("company"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet["Agreement"].as_manager()

    class Meta:
        constraints = [
            # the import finds its agreement again by what it is and when it began
            models.UniqueConstraint(
                fields=["dealership", "vehicle", "customer", "kind", "starts_on"],
                nulls_distinct=False,
                name="agreement_once",
            ),
            SameTenant(
                name="agreement_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="agreement_vehicle_tenant",
                field="vehicle",
                references="customers.VehicleRelation",
                column="vehicle_id",
            ),
        ]
        indexes = [
            # the planner reads by the window of end dates
            models.Index(fields=["dealership", "kind", "ends_on"], name="agreement_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.ends_on}"

"""The workshop's side: repair orders, maintenance plans, and when each car is due."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, Vehicle
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, SourceSystem, StaffMember
from dealerships.querysets import TenantQuerySet
from service.querysets import RepairOrderQuerySet


class RepairOrder(models.Model):
    """A visit to the workshop. Closed visits are what the KPIs count."""

    class Kind(models.TextChoices):
        MAINTENANCE = "maintenance", _("Maintenance")
        REPAIR = "repair", _("Repair")
        WARRANTY = "warranty", _("Warranty repair")
        BODY = "body", _("Body work")
        WASH = "wash", _("Car wash")
        TYRES = "tyres", _("Tyres")

    # the composite keys below name it, and begin with it
    dealership = models.ForeignKey(
        Dealership,
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="repair_orders",
    )
    source_system = models.ForeignKey(
        SourceSystem,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
    )
    number = models.CharField(_("number"), max_length=100)
    opened_at = models.DateTimeField(_("opened at"))
    promised_at = models.DateTimeField(_("promised for"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    # local calendar day of closed_at in the dealership's zone (denormalised for KPIs, planner)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # whoever brought the car
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="repair_orders", db_constraint=False
    )
    vehicle = models.ForeignKey(
        Vehicle,
        models.PROTECT,
        related_name="repair_orders",
        db_constraint=False,
        db_index=False,
    )
    odometer_km = models.PositiveIntegerField(_("odometer, km"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    labour = models.DecimalField(_("labour"), max_digits=14, decimal_places=2, default=0)
    parts = models.DecimalField(_("parts"), max_digits=14, decimal_places=2, default=0)
    body = models.DecimalField(_("body work"), max_digits=14, decimal_places=2, default=0)
    advisor = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repair_orders",
        db_constraint=False,
    )
    is_repeat_repair = models.BooleanField(_("repeat repair"), default=False)
    recommendations = models.TextField(_("recommendations"), blank=True)
    row_digest = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RepairOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "source_system", "number"],
                nulls_distinct=False,
                name="repair_order_once",
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="repair_order_tenant"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_on__isnull=True)
                | Q(closed_at__isnull=False, closed_on__isnull=False),
                name="repair_order_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="repair_order_in_order",
            ),
            SameTenant(
                name="repair_order_source_tenant",
                field="source_system",
                references="dealerships.SourceSystem",
            ),
            SameTenant(
                name="repair_order_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="repair_order_vehicle_tenant",
                field="vehicle",
                references="customers.VehicleRelation",
                column="vehicle_id",
            ),
            SameTenant(
                name="repair_order_advisor_tenant",
                field="advisor",
                references="dealerships.StaffMember",
            ),
        ]
        indexes = [
            # retention: did this car have a closed visit in the window
            models.Index(
                fields=["vehicle", "closed_on"],
                name="repair_order_of_vehicle",
            ),
            # KPIs of a window; the planner's "closed in the last days"
            models.Index(fields=["dealership", "closed_on"], name="repair_order_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class MaintenancePlan(models.Model):
    """Every so many months or kilometres, whichever comes first; the narrowest match holds.

    Empty make: every car of the dealership; empty model: every car of the make.
    """

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="maintenance_plans")
    make = models.CharField(_("make"), max_length=60, blank=True)
    model = models.CharField(_("model"), max_length=100, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), default=12)
    km = models.PositiveIntegerField(_("kilometres"), default=15_000)
    is_active = models.BooleanField(_("active"), default=True)

    objects = TenantQuerySet["MaintenancePlan"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "make", "model"], name="maintenance_plan_once"
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="maintenance_plan_tenant"),
            models.CheckConstraint(
                condition=Q(months__gte=1, km__gte=1), name="maintenance_plan_positive"
            ),
            models.CheckConstraint(
                condition=Q(model="") | ~Q(make=""),
                name="maintenance_plan_model_has_make",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.make} {self.model}".strip() or str(_("all cars"))


class MaintenanceForecast(models.Model):
    """When a car is due at this dealership, and from which facts (N5). Derived; rebuilt in sets.

    due_on = the earlier of anchor + months and the day the odometer reaches anchor_km + km.
    """

    dealership = models.ForeignKey(
        Dealership, models.CASCADE, related_name="maintenance_forecasts", db_index=False
    )
    vehicle = models.ForeignKey(
        Vehicle,
        models.CASCADE,
        related_name="maintenance_forecasts",
        db_constraint=False,
    )
    plan = models.ForeignKey(
        MaintenancePlan,
        models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # the last maintenance visit, else the delivery
    anchor_on = models.DateField()
    anchor_km = models.PositiveIntegerField(null=True)
    # NULL: not enough readings to say
    km_per_day = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    readings = models.PositiveSmallIntegerField(default=0)
    due_by_time_on = models.DateField()
    due_by_km_on = models.DateField(null=True)
    due_on = models.DateField()
    tolerance_days = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()

    objects = TenantQuerySet["MaintenanceForecast"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "vehicle"], name="maintenance_forecast_once"
            ),
            SameTenant(
                name="forecast_vehicle_tenant",
                field="vehicle",
                references="customers.VehicleRelation",
                column="vehicle_id",
            ),
            SameTenant(
                name="forecast_plan_tenant",
                field="plan",
                references="service.MaintenancePlan",
            ),
        ]
        indexes = [
            # the planner reads the due window only
            models.Index(fields=["dealership", "due_on"], name="maintenance_forecast_due"),
        ]

    def __str__(self) -> str:
        return f"{self.vehicle_id}: {self.due_on}"

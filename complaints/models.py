"""A complaint, who answers for it, and its history."""

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.querysets import ComplaintQuerySet
from customers.models import Customer, Vehicle
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet


# named by hand: "ComplaintEvent" is the history that people write and read
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    model_name="ComplaintChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class Complaint(models.Model):
    class Category(models.TextChoices):
        VEHICLE = "vehicle", _("The car")
        SALES = "sales", _("Sales staff")
        SERVICE_QUALITY = "service_quality", _("Quality of work")
        SERVICE_TIME = "service_time", _("Time and deadlines")
        PRICE = "price", _("Price")
        PARTS = "parts", _("Parts")
        BEHAVIOUR = "behaviour", _("Behaviour")
        CALLS = "calls", _("Calls and messages")
        OTHER = "other", _("Other")

    class Severity(models.IntegerChoices):
        LOW = 1, _("Low")
        MEDIUM = 2, _("Medium")
        HIGH = 3, _("High")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        IN_WORK = "in_work", _("In work")
        SOLVED = "solved", _("Solved")
        CLOSED = "closed", _("Closed")
        REJECTED = "rejected", _("Not justified")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="complaints")
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="complaints", db_constraint=False
    )
    vehicle = models.ForeignKey(
        Vehicle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        db_constraint=False,
    )
    category = models.CharField(_("category"), max_length=20, choices=Category)
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Severity, default=Severity.MEDIUM
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    text = models.TextField(_("what happened"))
    solution = models.TextField(_("solution"), blank=True)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="complaints_owned"
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="complaints_opened"
    )
    answer_due_at = models.DateTimeField(_("answer due"))
    solved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="complaint_tenant"),
            models.CheckConstraint(
                condition=Q(status__in=["closed", "rejected"], closed_at__isnull=False)
                | (~Q(status__in=["closed", "rejected"]) & Q(closed_at__isnull=True)),
                name="complaint_closed_has_time",
            ),
            SameTenant(
                name="complaint_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="complaint_vehicle_tenant",
                field="vehicle",
                references="customers.VehicleRelation",
                column="vehicle_id",
            ),
        ]
        indexes = [
            models.Index(fields=["dealership", "status", "answer_due_at"], name="complaint_board"),
            # the planner asks a few days later whether all is well
            models.Index(
                fields=["dealership", "closed_at"],
                condition=Q(status="closed"),
                name="complaint_closed_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.opened_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Reads self.dealership."""
        return reverse("complaints:complaint_detail", args=[self.dealership.slug, self.pk])


class ComplaintEvent(models.Model):
    """History of a complaint: each change of state or owner, each note. Never edited."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="events", db_constraint=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    from_status = models.CharField(max_length=10, choices=Complaint.Status, blank=True)
    to_status = models.CharField(max_length=10, choices=Complaint.Status, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), blank=True)

    objects = TenantQuerySet["ComplaintEvent"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="complaint_event_tenant",
                field="complaint",
                references="complaints.Complaint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%Y-%m-%d %H:%M}"

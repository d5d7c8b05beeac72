"""Who may not be contacted now."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communications.querysets import HoldQuerySet
from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User

OPEN_END = timedelta(days=1)


class ContactHold(models.Model):
    """A customer may not be contacted now: until when and why. Upper apps write these rows."""

    class Reason(models.TextChoices):
        COMPLAINT = "complaint", _("open complaint")
        ASKED = "asked", _("the customer asked for a pause")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="holds")
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="holds", db_constraint=False
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    # the row of the upper app that holds, e.g. the complaint's number
    subject_id = models.BigIntegerField(null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # who noted the customer's wish; none where an app holds
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="hold_in_order",
            ),
            models.UniqueConstraint(
                fields=["dealership", "reason", "subject_id"],
                condition=Q(subject_id__isnull=False),
                name="hold_once_per_subject",
            ),
            SameTenant(
                name="hold_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
        ]
        indexes = [models.Index(fields=["customer", "until"], name="hold_of_customer")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.customer_id}"

    def looked_at_again(self, at: datetime) -> datetime:
        """When it ends; one without an end is looked at again a day after `at`."""
        return self.until or at + OPEN_END

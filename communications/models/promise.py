"""What was promised to a customer, and whether it was kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.querysets import PromiseQuerySet
from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User


class Promise(models.Model):
    """What somebody promised a customer, by when; kept or broken is counted (C8, N9)."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="promises")
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="promises", db_constraint=False
    )
    text = models.CharField(_("promise"), max_length=500)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="promises_made")
    owner = models.ForeignKey(User, models.PROTECT, related_name="promises_owned")
    due_at = models.DateTimeField(_("due"))
    closed_at = models.DateTimeField(null=True, blank=True)
    is_kept = models.BooleanField(null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, is_kept__isnull=True)
                | Q(closed_at__isnull=False, is_kept__isnull=False),
                name="promise_closed_is_judged",
            ),
            SameTenant(
                name="promise_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
        ]
        indexes = [
            models.Index(
                fields=["dealership", "due_at"],
                condition=Q(closed_at__isnull=True),
                name="promise_open",
            ),
        ]

    def __str__(self) -> str:
        return self.text

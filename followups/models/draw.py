"""The draw of an occasion: is its customer called, or left alone as control group (N4)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet
from followups.models.rule import Rule


class Draw(models.Model):
    """Which arm an occasion of a rule has; written down before anything is planned of it.

    One row an occasion that could have been called, of rules with a control group.
    """

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    rule = models.ForeignKey(
        Rule, models.PROTECT, related_name="draws", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="draws", db_constraint=False
    )
    # the occasion, as of the reason to call it would have become
    subject_id = models.BigIntegerField()
    cycle_on = models.DateField()
    due_from = models.DateField()
    due_until = models.DateField()  # last day, inclusive
    is_control = models.BooleanField(_("control group"))
    # per cent, at the time
    share = models.PositiveSmallIntegerField(_("control share, %"))
    # the dealership's day; what came of it is counted from this day on
    drawn_on = models.DateField()
    drawn_at = models.DateTimeField()

    objects = TenantQuerySet["Draw"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "subject_id", "cycle_on"], name="draw_once"),
            SameTenant(name="draw_rule_tenant", field="rule", references="followups.Rule"),
            SameTenant(
                name="draw_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
        ]
        indexes = [
            # does a rule still keep somebody uncalled?
            models.Index(
                fields=["rule", "due_until"], condition=Q(is_control=True), name="draw_of_controls"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.subject_id} {self.cycle_on}"

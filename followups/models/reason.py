"""The reasons on a card: what a rule found, and the facts that explain it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models import Customer, Vehicle
from dealerships.constraints import SameTenant
from dealerships.models import Dealership
from followups.models.rule import Rule
from followups.models.task import CallTask
from followups.querysets import CallReasonQuerySet


class CallReason(models.Model):
    """Why to call: what a rule found, with the facts that explain it. One per rule and occasion.

    Without a card it is told in writing alone: the customer may not be called about it.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("reason", "Open")
        HANDLED = "handled", _("Handled")
        DROPPED = "dropped", _("Dropped")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    task = models.ForeignKey(
        CallTask,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reasons",
        db_constraint=False,
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="call_reasons", db_constraint=False
    )
    rule = models.ForeignKey(
        Rule,
        models.PROTECT,
        related_name="reasons",
        db_constraint=False,
        db_index=False,
    )
    vehicle = models.ForeignKey(
        Vehicle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_reasons",
        db_constraint=False,
        db_index=False,
    )
    # the occasion: id of the trigger's row (sale, visit, agreement, car, customer) and its cycle
    subject_id = models.BigIntegerField()
    cycle_on = models.DateField()
    due_on = models.DateField()
    due_from = models.DateField()
    due_until = models.DateField()  # last day, inclusive
    # facts of the explanation, worded in the reader's language by followups.explanations
    facts = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    # its place in the rule's plan: the step that comes or goes on, and how often that failed
    step = models.SmallIntegerField(default=1, db_default=1)
    step_failures = models.SmallIntegerField(default=0, db_default=0)
    # the day of the message that is this step; none: a call
    message_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField()
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = CallReasonQuerySet.as_manager()

    class Meta:
        indexes = [
            # the sweep of the steps that are messages
            models.Index(
                fields=["dealership", "message_on"],
                condition=Q(status="open", message_on__isnull=False),
                name="call_reason_messages",
            ),
            # the sweep of those told in writing alone
            models.Index(
                fields=["dealership", "customer"],
                condition=Q(status="open", task__isnull=True),
                name="call_reason_in_writing",
            ),
        ]
        constraints = [
            # idempotent planning: an occasion gives a rule one reason, for ever
            models.UniqueConstraint(
                fields=["rule", "subject_id", "cycle_on"], name="call_reason_once"
            ),
            models.CheckConstraint(
                condition=Q(due_from__lte=F("due_until")), name="call_reason_in_order"
            ),
            SameTenant(
                name="call_reason_task_tenant",
                field="task",
                references="followups.CallTask",
            ),
            SameTenant(
                name="call_reason_rule_tenant",
                field="rule",
                references="followups.Rule",
            ),
            SameTenant(
                name="call_reason_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="call_reason_vehicle_tenant",
                field="vehicle",
                references="customers.VehicleRelation",
                column="vehicle_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.due_on}"

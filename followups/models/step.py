"""The steps of a rule's plan."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models import MessageTemplate, WrittenChannel
from customers.models.customer import Channel
from dealerships.constraints import SameTenant
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet
from followups.models.rule import Rule

STEP_CHANNELS = [(Channel.CALL.value, Channel.CALL.label), *WrittenChannel.choices]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PlanStep(models.Model):
    """One step: a call, tried so often, or a message; from which day on. The last is a call."""

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="steps", db_constraint=False)
    position = models.PositiveSmallIntegerField()  # 1 is first
    channel = models.CharField(_("by"), max_length=10, choices=STEP_CHANNELS, default=Channel.CALL)
    # counted from the day the occasion is planned
    day = models.PositiveSmallIntegerField(_("from day"), default=0)
    # calls only: failures before the next step comes
    attempts = models.PositiveSmallIntegerField(_("tries"), default=1)
    template = models.ForeignKey(
        MessageTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_steps",
        db_constraint=False,
        verbose_name=_("template"),
    )

    objects = TenantQuerySet["PlanStep"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "position"],
                name="plan_step_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, attempts__gte=1), name="plan_step_positive"
            ),
            models.CheckConstraint(
                condition=Q(channel="call", template__isnull=True)
                | (~Q(channel="call") & Q(template__isnull=False, attempts=1)),
                name="plan_step_message_has_template",
            ),
            SameTenant(name="plan_step_rule_tenant", field="rule", references="followups.Rule"),
            SameTenant(
                name="plan_step_template_tenant",
                field="template",
                references="communications.MessageTemplate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.position} {self.channel}"

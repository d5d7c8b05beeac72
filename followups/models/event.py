"""The history of a card: one row for each transition."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models import Touch
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet
from followups.models.task import CallTask


class TaskEvent(models.Model):
    """One transition of a card: from which state to which, when, by whom, why. Never edited."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("planned")
        CLAIMED = "claimed", _("taken")
        OUTCOME = "outcome", _("outcome")
        RELEASED = "released", _("given back")
        EXPIRED = "expired", _("lease ran out")
        REASSIGNED = "reassigned", _("reassigned")
        DROPPED = "dropped", _("dropped")
        UNDONE = "undone", _("taken back")
        POSTPONED = "postponed", _("put off")
        STEP = "step", _("step of the plan")

    class Why(models.TextChoices):
        """Why a card moved when no person moved it."""

        HOLD = "hold", _("the customer may not be contacted now")
        HOURS = "hours", _("outside the calling hours of the customer")
        BUDGET = "budget", _("the contact budget of the customer is used up")
        CALLBACK_LATE = "callback_late", _("the promised call is late")
        ASSIGNEE_LATE = "assignee_late", _("its person did not call in time")
        ASSIGNEE_LEFT = "assignee_left", _("its person no longer works here")
        LAPSED = "lapsed", _("taken several times without an outcome")
        WITHDRAWN = "withdrawn", _("the customer withdrew the consent")
        UNDO = "undo", _("the call before it was taken back")
        REPLY = "reply", _("a reply of the customer waits for a person")
        HANDLED = "handled", _("the reply was handled")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    task = models.ForeignKey(CallTask, models.PROTECT, related_name="events", db_constraint=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    from_status = models.CharField(max_length=8, choices=CallTask.Status, blank=True)
    to_status = models.CharField(max_length=8, choices=CallTask.Status)
    why = models.CharField(max_length=15, choices=Why, blank=True, db_default="")
    touch = models.ForeignKey(
        Touch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # what undo restores: the card's and reasons' values before an outcome
    before = models.JSONField(default=dict)

    objects = TenantQuerySet["TaskEvent"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="task_event_task_tenant",
                field="task",
                references="followups.CallTask",
            ),
            SameTenant(
                name="task_event_touch_tenant",
                field="touch",
                references="communications.Touch",
            ),
        ]
        indexes = [
            # the outcome that a touch came from; most transitions have none
            models.Index(
                fields=["touch"],
                condition=Q(touch__isnull=False),
                name="task_event_touch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"

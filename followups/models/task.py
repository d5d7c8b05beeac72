"""The queue: one card per customer, claimed by lease and fence token."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, Role, User
from followups.querysets import CallTaskQuerySet


class CallTask(models.Model):
    """A card: call this customer, for these reasons, from not_before, until due_until.

    waiting → held (lease) → waiting (retry, callback, released) | done | dropped.
    Every write goes through followups.services; every transition leaves a TaskEvent.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        HELD = "held", _("In somebody's hands")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    class DropReason(models.TextChoices):
        EXPIRED = "expired", _("window passed")
        ATTEMPTS = "attempts", _("most attempts reached")
        NO_CONSENT = "no_consent", _("no consent")
        DO_NOT_CALL = "do_not_call", _("do not call")
        NOT_OWNER = "not_owner", _("no longer owns the car")
        NO_NUMBER = "no_number", _("no number left to call")
        SETTLED = "settled", _("no longer needed")
        CANCELLED = "cancelled", _("cancelled by staff")
        MERGED = "merged", _("joined with the card of the same person")

    # the composite key of the customer proves the dealership too
    dealership = models.ForeignKey(
        Dealership,
        models.PROTECT,
        related_name="call_tasks",
        db_constraint=False,
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="call_tasks", db_constraint=False
    )
    # only this role may handle the card; empty: anyone who calls
    only_role = models.CharField(max_length=20, choices=Role, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    priority = models.SmallIntegerField()  # of its most urgent open reason; 1 is first
    not_before = models.DateTimeField()
    due_until = models.DateField()  # last day of its longest open reason, inclusive
    # empty: the team's queue
    assigned_to = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_tasks",
        db_index=False,
    )
    # a promised time: goes before everything else, falls to the team when late (N9)
    callback_at = models.DateTimeField(null=True, blank=True)
    # every check is read anew by every claim: these have one together
    attempts = models.SmallIntegerField(default=0)
    max_attempts = models.SmallIntegerField()
    # the number tried last, so that the next try offers another one
    last_address = models.CharField(max_length=254, blank=True)
    # lease on the database's clock, and the fence token a late holder lacks
    held_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_tasks",
        db_index=False,
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.IntegerField(default=0)
    draft_note = models.TextField(blank=True)
    # leases that ran out since the last outcome: a card nobody can finish is set aside (R10)
    lapses = models.SmallIntegerField(default=0, db_default=0)
    drop_reason = models.CharField(max_length=12, choices=DropReason, blank=True)
    planned_on = models.DateField()
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CallTaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="call_task_tenant"),
            # one open card a customer (and role): the planner joins new reasons to it
            models.UniqueConstraint(
                fields=["dealership", "customer", "only_role"],
                condition=Q(status__in=["waiting", "held"]),
                name="call_task_one_open_card",
            ),
            # one call at a time
            models.UniqueConstraint(
                fields=["held_by"],
                condition=Q(status="held"),
                name="call_task_one_held",
            ),
            models.CheckConstraint(
                condition=Q(status="held", held_by__isnull=False, lease_until__isnull=False)
                | (~Q(status="held") & Q(held_by__isnull=True, lease_until__isnull=True)),
                name="call_task_held_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["done", "dropped"], closed_at__isnull=False)
                | Q(status__in=["waiting", "held"], closed_at__isnull=True),
                name="call_task_closed_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(status="dropped") & ~Q(drop_reason=""))
                | (~Q(status="dropped") & Q(drop_reason="")),
                name="call_task_dropped_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    attempts__gte=0, attempts__lte=F("max_attempts"), fence__gte=0, lapses__gte=0
                ),
                name="call_task_attempts_bounded",
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=9),
                name="call_task_priority_1_to_9",
            ),
            SameTenant(
                name="call_task_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
        ]
        indexes = [
            # claim-next: each priority and role is probed by an exact range; future cards, and
            # those of a role the operator lacks, are never visited
            models.Index(
                fields=["dealership", "priority", "only_role", "not_before", "id"],
                condition=Q(status="waiting", assigned_to__isnull=True),
                name="call_task_queue",
            ),
            # my list; the sweep that hands late assigned cards to the team
            models.Index(
                fields=["dealership", "assigned_to", "priority", "not_before", "id"],
                condition=Q(status="waiting", assigned_to__isnull=False),
                name="call_task_assigned",
            ),
            # promised callbacks go before the queue; the sweep that hands late ones to the team
            models.Index(
                fields=["dealership", "callback_at"],
                condition=Q(status="waiting", callback_at__isnull=False),
                name="call_task_callbacks",
            ),
            # done today on the team's page
            models.Index(
                fields=["dealership", "closed_at"],
                condition=Q(closed_at__isnull=False),
                name="call_task_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.status}"

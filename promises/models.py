"""What somebody promised a customer or a colleague, whether it was kept, and its history."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet
from promises.querysets import PromiseQuerySet
from promises.rules import Standing, ending_of, standing_of


class Promise(models.Model):
    """A task with a clock of its own (C8, N9): by when somebody wants to have done something.

    It is given to a customer, or to a colleague, then with or without a customer it is about.
    It belongs to its owner; without one it is the team's, and anyone of the department takes it.
    """

    class Department(models.TextChoices):
        ANY = "", _("everybody")
        SALES = "sales", _("sales")
        SERVICE = "service", _("service")
        RELATIONS = "relations", _("customer relations")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="promises")
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        db_constraint=False,
    )
    colleague = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="promises_received"
    )
    text = models.CharField(_("promise"), max_length=500)
    # a talk with the customer keeps it, without anybody's saying so
    is_call = models.BooleanField(_("a call to the customer"), default=False)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="promises_made")
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="promises_owned"
    )
    department = models.CharField(_("department"), max_length=10, choices=Department, blank=True)
    remind_at = models.DateTimeField(_("reminder"))
    due_at = models.DateTimeField(_("due"))
    team_at = models.DateTimeField(_("the team's from"))
    # who let it lie until the team had to take it: broken for them, whatever becomes of it
    late_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="promises_late"
    )
    late_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_kept = models.BooleanField(null=True)
    why = models.CharField(_("why it was not kept"), max_length=300, blank=True)
    # the broken one that this one was given instead of
    instead_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="instead", db_constraint=False
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        # as it was called before promises had an app of their own
        db_table = "communications_promise"
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="promise_tenant"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, is_kept__isnull=True)
                | Q(closed_at__isnull=False, is_kept__isnull=False),
                name="promise_closed_is_judged",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | Q(colleague__isnull=False),
                name="promise_is_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_call=False) | Q(customer__isnull=False),
                name="promise_call_has_customer",
            ),
            models.CheckConstraint(
                condition=Q(late_of__isnull=True, late_at__isnull=True)
                | Q(late_of__isnull=False, late_at__isnull=False),
                name="promise_late_has_time",
            ),
            SameTenant(
                name="promise_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="promise_instead_tenant",
                field="instead_of",
                references="promises.Promise",
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

    def get_absolute_url(self) -> str:
        """Reads self.dealership."""
        return reverse("promises:promise_page", args=[self.dealership.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def standing(self, at: datetime) -> Standing:
        """Late, soon due or later while it is open; then as it ended."""
        if self.is_kept is not None:
            return ending_of(is_kept=self.is_kept, was_late=self.late_of_id is not None)
        return standing_of(remind_at=self.remind_at, due_at=self.due_at, at=at)


class PromiseEvent(models.Model):
    """The history of a promise: one row for each thing done with it. Never edited."""

    class Kind(models.TextChoices):
        MADE = "made", _("given")
        MOVED = "moved", _("moved, as agreed")
        LATE = "late", _("late: the team's now")
        LEFT = "left", _("its owner no longer works here: the team's now")
        GIVEN = "given", _("handed over")
        KEPT = "kept", _("kept")
        CALLED = "called", _("kept by a call")
        BROKEN = "broken", _("not kept")
        REOPENED = "reopened", _("taken back")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="events", db_constraint=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    # whose it was before and after; empty: the team's
    from_owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_due_at = models.DateTimeField(null=True, blank=True)
    to_due_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = TenantQuerySet["PromiseEvent"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="promise_event_tenant",
                field="promise",
                references="promises.Promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.kind}"

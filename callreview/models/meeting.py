"""Calls to talk about in the sales meeting."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callreview.models.sample import SampledCall
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet


class MeetingItem(models.Model):
    """A call on the list of the meeting, with what to talk about, until it was discussed."""

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="meeting_items", db_index=False
    )
    call = models.ForeignKey(
        SampledCall, models.PROTECT, related_name="meeting_items", db_constraint=False
    )
    topic = models.CharField(_("what to talk about"), max_length=500)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    discussed_at = models.DateTimeField(null=True, blank=True)
    discussed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet["MeetingItem"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(discussed_at__isnull=True, removed_at__isnull=True),
                name="meeting_item_open_once",
            ),
            models.CheckConstraint(
                condition=Q(discussed_at__isnull=True) | Q(removed_at__isnull=True),
                name="meeting_item_discussed_or_removed",
            ),
            SameTenant(
                name="meeting_item_call_tenant", field="call", references="callreview.SampledCall"
            ),
        ]
        indexes = [
            models.Index(fields=["dealership", "added_at", "id"], name="meeting_item_in_order"),
        ]

    def __str__(self) -> str:
        return self.topic

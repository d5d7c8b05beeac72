"""Two cards of one person: proposed, merged, undone (N11)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer
from customers.querysets import DuplicateCandidateQuerySet
from dealerships.constraints import SameTenant
from dealerships.models import Holding, User


class DuplicateCandidate(models.Model):
    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        MERGED = "merged", _("merged")
        DIFFERENT = "different", _("different people")

    holding = models.ForeignKey(Holding, models.PROTECT, related_name="duplicate_candidates")
    # the lower id first, so that a pair stands once
    first = models.ForeignKey(
        Customer,
        models.PROTECT,
        related_name="duplicates_as_first",
        db_constraint=False,
    )
    second = models.ForeignKey(
        Customer,
        models.PROTECT,
        related_name="duplicates_as_second",
        db_constraint=False,
    )
    score = models.FloatField(_("certainty"))
    # which facts agree or differ, by code: {"phone": true, "name": 0.97, "birth_date": null}
    facts = models.JSONField(default=dict)
    # phone, full name and birth date all given and equal: merged without asking
    is_automatic = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DuplicateCandidateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_in_order"),
            SameTenant(
                name="duplicate_first_of_holding",
                tenant="holding",
                field="first",
                references="customers.Customer",
            ),
            SameTenant(
                name="duplicate_second_of_holding",
                tenant="holding",
                field="second",
                references="customers.Customer",
            ),
        ]
        indexes = [
            models.Index(fields=["holding", "status", "-score", "id"], name="duplicate_to_decide"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}? {self.score:.2f}"


class MergeRecord(models.Model):
    """What a merge moved and changed, so that it can be undone row by row."""

    holding = models.ForeignKey(Holding, models.PROTECT, related_name="merges")
    kept = models.ForeignKey(
        Customer, models.PROTECT, related_name="merges_kept", db_constraint=False
    )
    merged = models.ForeignKey(
        Customer, models.PROTECT, related_name="merges_lost", db_constraint=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # {"app.model.field": [ids moved]}
    moved = models.JSONField()
    # values of the kept card before, rows that were folded into others, consents written
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            SameTenant(
                name="merge_kept_of_holding",
                tenant="holding",
                field="kept",
                references="customers.Customer",
            ),
            SameTenant(
                name="merge_lost_of_holding",
                tenant="holding",
                field="merged",
                references="customers.Customer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"

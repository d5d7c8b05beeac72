"""What reviewers answered about a call. Old answers stay in the history when they are corrected."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callreview.models.sample import SampledCall
from callreview.models.scorecard import ScorecardItem, ScorecardVersion
from callreview.rules import scores
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet

MOST_REVIEWS = 2
"""Of one call: the second shows how far two people see the same."""


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Review(models.Model):
    """One person's judgement of one call: a draft until it is submitted."""

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="call_reviews", db_index=False
    )
    call = models.ForeignKey(
        SampledCall, models.PROTECT, related_name="reviews", db_constraint=False
    )
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="call_reviews")
    place = models.PositiveSmallIntegerField()  # 1 or 2
    version = models.ForeignKey(
        ScorecardVersion, models.PROTECT, related_name="reviews", db_constraint=False
    )
    comment = models.TextField(_("comment"), blank=True)
    started_at = models.DateTimeField()
    # the first time; what was answered until then is what the agreement is counted of
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    has_failed = models.BooleanField(default=False)

    objects = TenantQuerySet["Review"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="review_tenant"),
            models.UniqueConstraint(fields=["call", "reviewer"], name="review_once_a_person"),
            models.UniqueConstraint(fields=["call", "place"], name="review_place_once"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_REVIEWS), name="review_two_at_most"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(first_submitted_at__isnull=False),
                name="review_submitted_has_first",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(score__isnull=True, has_failed=False),
                name="review_draft_has_no_score",
            ),
            SameTenant(
                name="review_call_tenant", field="call", references="callreview.SampledCall"
            ),
            SameTenant(
                name="review_version_tenant",
                field="version",
                references="callreview.ScorecardVersion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.place}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ReviewAnswer(models.Model):
    """The answer to one item; `blind` is what was answered before the other's were seen."""

    class Answer(models.TextChoices):
        YES = scores.YES, _("yes")
        NO = scores.NO, _("no")
        NOT_APPLICABLE = scores.NOT_APPLICABLE, _("does not apply")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    review = models.ForeignKey(Review, models.CASCADE, related_name="answers", db_constraint=False)
    item = models.ForeignKey(
        ScorecardItem, models.PROTECT, related_name="answers", db_constraint=False
    )
    answer = models.CharField(_("answer"), max_length=3, choices=Answer)
    blind = models.CharField(max_length=3, choices=Answer, blank=True)

    objects = TenantQuerySet["ReviewAnswer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="review_answer_once"),
            SameTenant(
                name="review_answer_review_tenant",
                field="review",
                references="callreview.Review",
            ),
            SameTenant(
                name="review_answer_item_tenant",
                field="item",
                references="callreview.ScorecardItem",
            ),
        ]

    def __str__(self) -> str:
        return self.answer


class Opening(models.Model):
    """Somebody read the review of a call without making one: theirs would no longer be blind."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    call = models.ForeignKey(
        SampledCall, models.CASCADE, related_name="openings", db_constraint=False
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = TenantQuerySet["Opening"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="opening_once"),
            SameTenant(
                name="opening_call_tenant", field="call", references="callreview.SampledCall"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.user_id}"

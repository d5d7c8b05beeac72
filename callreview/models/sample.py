"""Which calls are looked at, and why: the sample of each week, written down when it is drawn."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callreview.models.scorecard import CallType
from callreview.querysets import SampledCallQuerySet
from communications.models import EnteredRecording, PhoneCall, Touch
from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet


class ReviewSettings(models.Model):
    """How many calls are drawn; its row is also the lock of drawing."""

    dealership = models.OneToOneField(
        Dealership, models.PROTECT, related_name="review_settings", primary_key=True
    )
    calls_a_week = models.PositiveSmallIntegerField(_("calls of each person a week"), default=3)
    flagged_a_week = models.PositiveSmallIntegerField(_("and of each cause, at most"), default=2)
    long_minutes = models.PositiveSmallIntegerField(
        _("a talk is very long from, minutes"), default=15
    )

    objects = TenantQuerySet["ReviewSettings"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(calls_a_week__lte=50, flagged_a_week__lte=50, long_minutes__gte=1),
                name="review_settings_bounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dealership_id}: {self.calls_a_week}"


class SampleDraw(models.Model):
    """One drawing: when, by whom (empty: by itself), by which numbers, what it added."""

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="sample_draws", db_index=False
    )
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    first_week = models.DateField()
    until = models.DateField()  # the first day after the last week
    calls_a_week = models.PositiveSmallIntegerField()
    flagged_a_week = models.PositiveSmallIntegerField()
    added = models.PositiveIntegerField()

    objects = TenantQuerySet["SampleDraw"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["dealership", "-drawn_at"], name="sample_draw_last")]

    def __str__(self) -> str:
        return f"{self.first_week} {self.added}"


class SampledCall(models.Model):
    """A talk to be reviewed: as the exchange saw it, or as somebody entered it.

    Person, time and length are those of when it was drawn; the score is that of its submitted
    reviews, kept here for lists and trends (callreview.services.reviews alone writes it).
    """

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="sampled_calls", db_index=False
    )
    phone_call = models.OneToOneField(
        PhoneCall,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sampled",
        db_constraint=False,
    )
    touch = models.OneToOneField(
        Touch, models.PROTECT, null=True, blank=True, related_name="sampled", db_constraint=False
    )
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    talked_at = models.DateTimeField(_("call"))
    seconds = models.PositiveIntegerField(null=True, blank=True)
    week_on = models.DateField()  # the Monday of the dealership's calendar
    call_type = models.CharField(max_length=12, choices=CallType, default=CallType.OTHER)
    drawn_at = models.DateTimeField()
    # of the submitted reviews
    reviews_done = models.PositiveSmallIntegerField(default=0)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    has_failed = models.BooleanField(default=False)

    objects = SampledCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="sampled_call_tenant"),
            models.CheckConstraint(
                condition=Q(phone_call__isnull=True, touch__isnull=False)
                | Q(phone_call__isnull=False, touch__isnull=True),
                name="sampled_call_is_one",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="sampled_call_score_of_hundred",
            ),
            SameTenant(
                name="sampled_call_phone_tenant",
                field="phone_call",
                references="communications.PhoneCall",
            ),
            SameTenant(
                name="sampled_call_touch_tenant",
                field="touch",
                references="communications.Touch",
            ),
        ]
        indexes = [
            # the list, newest first
            models.Index(fields=["dealership", "-talked_at", "-id"], name="sampled_call_newest"),
            # one person's weeks
            models.Index(fields=["person", "dealership", "week_on"], name="sampled_call_weeks"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.talked_at:%Y-%m-%d %H:%M}"

    @property
    def phone(self) -> PhoneCall | None:
        """What the exchange saw of it; select_related("touch__phone_call") keeps it one query."""
        if self.phone_call:
            return self.phone_call
        return getattr(self.touch, "phone_call", None)

    @property
    def entered(self) -> Touch | None:
        """What the person entered about it."""
        return self.phone_call.touch if self.phone_call else self.touch

    @property
    def customer(self) -> Customer | None:
        named = self.phone_call or self.touch
        return named.customer if named else None

    @property
    def recording(self) -> PhoneCall | EnteredRecording | None:
        """Whichever row has its sound."""
        if self.phone and self.phone.recording:
            return self.phone
        return getattr(self.entered, "added_recording", None)


class SampleReason(models.Model):
    """Why a call is in the sample; a call may be there for several reasons."""

    class Why(models.TextChoices):
        RANDOM = "random", _("by lot")
        COMPLAINT = "complaint", _("a complaint followed")
        WITHDRAWN = "withdrawn", _("consent withdrawn")
        LOW_ANSWER = "low_answer", _("bad survey answer after it")
        PROMISE = "promise", _("promise broken")
        REFUSED = "refused", pgettext_lazy("why a call is reviewed", "refused")
        SHORT = "short", _("very short")
        LONG = "long", _("very long")
        CHOSEN = "chosen", _("chosen by a reviewer")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    call = models.ForeignKey(
        SampledCall, models.CASCADE, related_name="reasons", db_constraint=False
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = TenantQuerySet["SampleReason"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "why"], name="sample_reason_once"),
            SameTenant(
                name="sample_reason_call_tenant",
                field="call",
                references="callreview.SampledCall",
            ),
        ]

    def __str__(self) -> str:
        return self.why

"""What a call can come to, and what follows: data of each dealership, changed in pages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communications.models.template import WrittenChannel
from communications.models.touch import Touch
from communications.rules import scripts
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet


class CallOutcomeQuerySet(TenantQuerySet["CallOutcome"]):
    def offered(self) -> "CallOutcomeQuerySet":
        """As they stand on the call card."""
        return self.filter(is_active=True).order_by("position", "pk")


class CallOutcome(models.Model):
    """One button of the call card. The standard eight are one a kind; a dealership adds its own,
    each of one of the kinds, by which figures are counted."""

    class Withdraws(models.TextChoices):
        NOTHING = "", _("nothing")
        ADVERTISING = "advertising", _("consent to advertising")
        ALL = "all", _("consent to every call and message")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="call_outcomes")
    kind = models.CharField(_("kind"), max_length=15, choices=Touch.Outcome)
    is_standard = models.BooleanField(default=False, editable=False)
    # {"en": …, "ru": …, "zh-hans": …}; a standard one is called as its kind where there is none
    names = models.JSONField(_("names"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("offered"), default=True)
    # the call is done with; otherwise it is tried again after so many minutes of calling hours
    is_terminal = models.BooleanField(_("ends the card"), default=False)
    retry_minutes = models.PositiveSmallIntegerField(_("again after, minutes"), default=0)
    # of this very outcome on one card; none: as many as the plan has
    most_attempts = models.PositiveSmallIntegerField(_("most of these"), null=True, blank=True)
    other_number = models.BooleanField(_("next time another number"), default=False)
    other_time = models.BooleanField(_("next time at another time of day"), default=False)
    is_productive = models.BooleanField(_("counts as a result"), default=False)
    opens_complaint = models.BooleanField(_("opens a complaint"), default=False)
    withdraws = models.CharField(
        _("withdraws"), max_length=12, choices=Withdraws, blank=True, default=""
    )
    books_appointment = models.BooleanField(_("asks for an appointment"), default=False)
    # the plan goes on with its next step by this channel
    next_channel = models.CharField(
        _("goes on by"), max_length=10, choices=WrittenChannel, blank=True
    )

    objects = CallOutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="call_outcome_tenant"),
            models.UniqueConstraint(
                fields=["dealership", "kind"],
                condition=Q(is_standard=True),
                name="call_outcome_one_standard_a_kind",
            ),
            # a standard outcome may be renamed, reordered and retimed, never taken away
            models.CheckConstraint(
                condition=Q(is_standard=False) | Q(is_active=True),
                name="call_outcome_standard_is_offered",
            ),
            models.CheckConstraint(
                condition=Q(most_attempts__isnull=True) | Q(most_attempts__gte=1),
                name="call_outcome_most_positive",
            ),
        ]

    def __str__(self) -> str:
        """In the language of the reader, else the one it was written in, else its kind."""
        written = scripts.text_in(self.names, get_language() or "")
        return written or str(Touch.Outcome(self.kind).label)

    @property
    def code(self) -> str:
        """What forms call it: its kind, or its own number."""
        return self.kind if self.is_standard else f"{self.kind}-{self.pk}"

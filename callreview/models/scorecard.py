"""What a call is judged by: a scorecard, its versions, their items with weights.

A version that a review was made by stands as it is for ever: changing it makes a new one.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communications.rules.scripts import text_in
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet


class CallType(models.TextChoices):
    """What was called about; of outgoing calls, by the purpose of the most urgent rule."""

    INCOMING = "incoming", _("the customer calls us")
    SERVICE = "service", _("invitation to the workshop")
    SATISFACTION = "satisfaction", _("question about satisfaction")
    ADVERTISING = "advertising", _("offer")
    OTHER = "other", pgettext_lazy("call type", "other")


class Scorecard(models.Model):
    """A card by which calls of one type are judged; empty type: those without a card of theirs."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="scorecards")
    call_type = models.CharField(_("for calls"), max_length=12, choices=CallType, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet["Scorecard"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="scorecard_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.call_type} {self.pk}"


class ScorecardVersion(models.Model):
    """The card as it was from a day on; the highest number is the present one."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    scorecard = models.ForeignKey(
        Scorecard, models.CASCADE, related_name="versions", db_constraint=False
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    # {"en": …, "ru": …, "zh-hans": …}
    names = models.JSONField(_("names"), default=dict)
    made_at = models.DateTimeField(null=True, blank=True)
    # none: the standard card
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = TenantQuerySet["ScorecardVersion"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="scorecard_version_tenant"),
            models.UniqueConstraint(fields=["scorecard", "number"], name="scorecard_version_once"),
            SameTenant(
                name="scorecard_version_card_tenant",
                field="scorecard",
                references="callreview.Scorecard",
            ),
        ]

    def __str__(self) -> str:
        """In the language of the reader, else the one it was written in."""
        return text_in(self.names, get_language() or "")


# what a used version consists of is never changed, whoever asks the database
_UNUSED_ONLY = """
IF EXISTS (SELECT FROM callreview_review WHERE version_id = OLD.version_id) THEN
    RAISE EXCEPTION 'a scorecard that was used stands as it is';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class ScorecardItem(models.Model):
    """One question about the call, with what it weighs."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(
        ScorecardVersion, models.CASCADE, related_name="items", db_constraint=False
    )
    position = models.PositiveSmallIntegerField()
    # {"en": …, "ru": …, "zh-hans": …}
    texts = models.JSONField(_("question"), default=dict)
    helps = models.JSONField(_("what counts"), default=dict, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    fails_all = models.BooleanField(_("a “no” fails the call"), default=False)

    objects = TenantQuerySet["ScorecardItem"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="scorecard_item_tenant"),
            models.UniqueConstraint(
                fields=["version", "position"], name="scorecard_item_position_once"
            ),
            models.CheckConstraint(
                condition=Q(weight__lte=100) & (Q(weight__gte=1) | Q(fails_all=True)),
                name="scorecard_item_weighs",
            ),
            SameTenant(
                name="scorecard_item_version_tenant",
                field="version",
                references="callreview.ScorecardVersion",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="scorecard_item_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_UNUSED_ONLY,
            ),
        ]

    def __str__(self) -> str:
        return text_in(self.texts, get_language() or "")

    @property
    def help(self) -> str:
        return text_in(self.helps, get_language() or "")

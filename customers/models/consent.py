"""Consent as evidence (N10): what was agreed or withdrawn, when, how and by whom; never edited."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer
from customers.querysets import ConsentQuerySet, ConsentWordingQuerySet
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Consent(models.Model):
    """One statement of a customer about a purpose and a channel (or every channel).

    The newest statement that covers a channel holds. `superseded_at` is set when a newer
    statement about the same purpose and channel arrives, so that "now" and "as of" are one look.
    """

    class Purpose(models.TextChoices):
        SERVICE = "service", _("Service notices")
        SATISFACTION = "satisfaction", _("Satisfaction questions")
        ADVERTISING = "advertising", _("Advertising")

    class Channel(models.TextChoices):
        ANY = "any", _("Every channel")
        CALL = "call", _("Call")
        SMS = "sms", _("SMS")
        EMAIL = "email", _("E-mail")
        MESSENGER = "messenger", _("Messenger")
        LETTER = "letter", _("Letter")

    class Evidence(models.TextChoices):
        IMPORT = "import", _("import from the dealer's system")
        CALL = "call", _("said in a call")
        FORM = "form", _("entered by staff")
        MERGE = "merge", _("merging of two cards")
        REPLY = "reply", _("written by the customer")
        LINK = "link", _("by the link in a message")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents")
    # where it was given; the consent itself holds for the customer
    dealership = models.ForeignKey(Dealership, models.PROTECT, db_index=False, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    is_granted = models.BooleanField(_("granted"))
    given_at = models.DateTimeField(_("given at"))
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence)
    # the customer's own words, where somebody noted them
    wording = models.TextField(_("wording"), blank=True)
    # the published text they agreed to
    agreed_to = models.ForeignKey(
        "ConsentWording",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    # the number of the call, merge, reply or message it was said in; which, `evidence` tells
    evidence_id = models.BigIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "purpose", "channel"],
                condition=Q(superseded_at__isnull=True),
                name="consent_one_current",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("given_at")),
                name="consent_superseded_later",
            ),
            SameTenant(
                name="consent_agreed_to_tenant",
                field="agreed_to",
                references="customers.ConsentWording",
            ),
        ]
        indexes = [
            # an import records for nobody
            models.Index(
                fields=["recorded_by"],
                condition=Q(recorded_by__isnull=False),
                name="consent_recorded_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.channel}: {self.is_granted}"


class ConsentWording(models.Model):
    """What customers are asked to agree to: a text in one language, by version; never edited.

    {dealership} in it stands for the dealership's name.
    """

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="consent_wordings")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Consent.Purpose)
    language = models.CharField(_("language"), max_length=10, choices=Dealership.Language)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    published_at = models.DateTimeField(_("published"))
    # empty: the standard text of the law profile
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "purpose", "language", "version"],
                name="consent_wording_version_once",
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="consent_wording_tenant"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="consent_wording_stands", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.language} {self.version}"

    def text_for(self, dealership: Dealership) -> str:
        """As it is read out or printed."""
        return self.text.replace("{dealership}", dealership.name)

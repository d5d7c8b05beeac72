"""Templates of messages: what is written to customers, per channel and language."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.querysets import TemplateQuerySet
from customers.models import Consent
from customers.models.customer import Channel
from dealerships.models import Dealership


class WrittenChannel(models.TextChoices):
    """The channels that messages go out by; each has its class in communications.channels."""

    EMAIL = Channel.EMAIL.value, _("E-mail")
    SMS = Channel.SMS.value, _("SMS")
    MESSENGER = Channel.MESSENGER.value, _("Messenger")
    LETTER = Channel.LETTER.value, _("Letter")


WITHOUT_SUBJECT = (WrittenChannel.SMS, WrittenChannel.MESSENGER)


class Paper(models.TextChoices):
    """What a letter is printed on."""

    LETTER = "a4", _("Letter, A4")
    POSTCARD = "a6", _("Postcard, A6")


class MessageTemplate(models.Model):
    """A message with variables such as {address} {dealership} {car}, per language."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="message_templates")
    # of a standard template: by it an upper app finds its text; "" of one's own
    code = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    channel = models.CharField(_("channel"), max_length=10, choices=WrittenChannel)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Consent.Purpose)
    # of a letter; "" of the other channels
    paper = models.CharField(_("paper"), max_length=2, choices=Paper, blank=True)
    # {"en": …, "ru": …, "zh-hans": …}; an SMS has no subject
    subjects = models.JSONField(_("subjects"), default=dict, blank=True)
    texts = models.JSONField(_("texts"), default=dict)
    # an archived one is offered no more; what names it keeps working
    is_active = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "name"], name="message_template_name_once"
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="message_template_tenant"),
            models.UniqueConstraint(
                fields=["dealership", "code"],
                condition=~Q(code=""),
                name="message_template_code_once",
            ),
            models.CheckConstraint(
                condition=(Q(channel="letter") & ~Q(paper=""))
                | (~Q(channel="letter") & Q(paper="")),
                name="message_template_letter_has_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_subject(self) -> bool:
        return self.channel != WrittenChannel.SMS

    @property
    def languages(self) -> list[str]:
        """Those it is written in, in the order people choose from."""
        return [code for code in Dealership.Language.values if self.texts.get(code)]

    @property
    def missing_languages(self) -> list[str]:
        return [code for code in Dealership.Language.values if not self.texts.get(code)]

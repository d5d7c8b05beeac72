"""Templates of messages: what is written to customers, per channel and language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import Consent
from customers.models.customer import Channel
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet


class WrittenChannel(models.TextChoices):
    """The channels that messages go out by; each has its class in communications.channels."""

    EMAIL = Channel.EMAIL.value, _("E-mail")
    SMS = Channel.SMS.value, _("SMS")
    MESSENGER = Channel.MESSENGER.value, _("Messenger")


WITHOUT_SUBJECT = (WrittenChannel.SMS, WrittenChannel.MESSENGER)


class MessageTemplate(models.Model):
    """A message with variables such as {address} {dealership} {car}, per language."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="message_templates")
    name = models.CharField(_("name"), max_length=100)
    channel = models.CharField(_("channel"), max_length=10, choices=WrittenChannel)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Consent.Purpose)
    # {"en": …, "ru": …, "zh-hans": …}; an SMS has no subject
    subjects = models.JSONField(_("subjects"), default=dict, blank=True)
    texts = models.JSONField(_("texts"), default=dict)

    objects = TenantQuerySet["MessageTemplate"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "name"], name="message_template_name_once"
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="message_template_tenant"),
        ]

    def __str__(self) -> str:
        return self.name

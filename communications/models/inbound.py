"""What comes back: what people write to us, and every event of a provider that was taken in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models.message import Message
from communications.models.template import WrittenChannel
from communications.querysets import InboundQuerySet
from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User


class InboundMessage(models.Model):
    """What somebody wrote to us. While it is open, nothing else is planned for its customer."""

    class How(models.TextChoices):
        """How it was handled."""

        MARKED = "marked", _("marked as handled")
        ANSWERED = "answered", _("answered by a message")
        CALLED = "called", _("spoken of in a call")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, db_index=False, related_name="inbound_messages"
    )
    # empty: nobody knows the sender, or several customers have the address
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inbound_messages",
        db_constraint=False,
    )
    channel = models.CharField(_("channel"), max_length=10, choices=WrittenChannel)
    address = models.CharField(_("number or address"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    # the message of ours that it answers, where that is known
    answers = models.ForeignKey(
        Message,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        db_constraint=False,
        db_index=False,
    )
    received_at = models.DateTimeField(_("received"))
    # nothing but the wish to get no more advertising: it is noted, nobody has to call about it
    is_opt_out = models.BooleanField(default=False)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    how = models.CharField(_("how it was handled"), max_length=10, choices=How, blank=True)

    objects = InboundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="inbound_tenant"),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, how="")
                | (Q(handled_at__isnull=False) & ~Q(how="")),
                name="inbound_handled_is_told",
            ),
            SameTenant(
                name="inbound_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="inbound_answers_tenant",
                field="answers",
                references="communications.Message",
            ),
        ]
        indexes = [
            # whether a customer waits for an answer: planner, outbox, claim
            models.Index(
                fields=["customer", "dealership"],
                condition=Q(handled_at__isnull=True),
                name="inbound_open_of_customer",
            ),
            # how many are open; the trigger of the planner
            models.Index(
                fields=["dealership", "received_at"],
                condition=Q(handled_at__isnull=True),
                name="inbound_open",
            ),
            # the page of replies, newest first
            models.Index(fields=["dealership", "-received_at", "-id"], name="inbound_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class ProviderEvent(models.Model):
    """An event of a provider that was taken in, once: the row makes its repetition harmless.

    It belongs to the installation: providers know nothing of dealerships. A receipt names our
    number of a message (`uid`); what is true of the message follows from all its receipts
    (communications.rules.receipts), in whatever order they came.
    """

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        READ = "read", _("read")
        FAILED = "failed", _("not delivered")
        BAD_ADDRESS = "bad_address", _("the address does not exist")
        DELAYED = "delayed", _("delayed")
        REPLY = "reply", _("reply")
        OPT_OUT = "opt_out", _("wants no more advertising")

    # who says it: the channel, for e-mail with the provider's name
    source = models.CharField(max_length=40)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    uid = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()  # by the provider's clock
    received_at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="provider_event_once"),
        ]
        indexes = [
            models.Index(
                fields=["uid"], condition=Q(uid__isnull=False), name="provider_event_of_message"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"

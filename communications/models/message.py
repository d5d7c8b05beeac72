"""The outbox: one row for each message to a customer, and the history of each."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communications.models.template import (
    WITHOUT_SUBJECT,
    MessageTemplate,
    Paper,
    WrittenChannel,
)
from communications.querysets import MessageQuerySet
from customers.models import Consent, Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet

WAITING = ["queued", "sending"]
ACCEPTED = ["sent", "delivered"]
NOT_GONE = ["failed", "cancelled"]


class Message(models.Model):
    """What is to be sent, once, to one address of one customer.

    queued → sending → sent → delivered; else failed, cancelled or needs_attention (its fate is
    unknown: a person decides). Every write goes through communications.services.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Could not be sent")
        CANCELLED = "cancelled", _("Cancelled")
        NEEDS_ATTENTION = "needs_attention", _("Needs attention")

    class Why(models.TextChoices):
        """Why a message was put off, cancelled, failed or left to a person."""

        NO_CONSENT = "no_consent", _("no consent for this purpose and channel")
        WITHDRAWN = "withdrawn", _("the customer withdrew the consent")
        DO_NOT_CALL = "do_not_call", _("the customer asked not to be disturbed by phone")
        NO_ADDRESS = "no_address", _("no valid number or address")
        HOLD = "hold", _("the customer may not be contacted now")
        SETTLED = "settled", _("no longer needed")
        HOURS = "hours", _("outside the hours of contact of the customer")
        BUDGET = "budget", _("the contact budget of the customer is used up")
        EXPIRED = "expired", _("it could not be sent in its time")
        BY_STAFF = "by_staff", _("decided by staff")
        NO_CHANNEL = "no_channel", _("this channel is not set up")
        TEMPORARY = "temporary", _("the provider refuses for now")
        REFUSED = "refused", _("the provider refused it")
        BAD_ADDRESS = "bad_address", _("the address does not exist")
        GAVE_UP = "gave_up", _("refused too many times")
        UNKNOWN = "unknown", _("nobody can tell whether it was sent")
        UNDELIVERED = "undelivered", _("it was sent, and did not arrive")
        REPLY = "reply", _("a reply of the customer waits for a person")

    # the composite key of the customer proves the dealership too
    dealership = models.ForeignKey(
        Dealership, models.PROTECT, db_constraint=False, related_name="messages"
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="messages", db_constraint=False
    )
    template = models.ForeignKey(
        MessageTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        db_constraint=False,
    )
    channel = models.CharField(_("channel"), max_length=10, choices=WrittenChannel)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Consent.Purpose)
    # of a letter; "" of the other channels
    paper = models.CharField(_("paper"), max_length=2, choices=Paper, blank=True)
    address = models.CharField(_("number or address"), max_length=254)
    language = models.CharField(_("language"), max_length=10, choices=Dealership.Language)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"))  # as it goes out, with the way to opt out
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.QUEUED)
    why = models.CharField(_("why"), max_length=15, choices=Why, blank=True)
    error = models.CharField(_("answer of the provider"), max_length=500, blank=True)
    not_before = models.DateTimeField(_("not before"))
    expires_at = models.DateTimeField(_("worth sending until"))
    # calls of the provider, the questions about its fate counted too
    attempts = models.SmallIntegerField(_("attempts"), default=0)
    # lease on the database's clock, and the fence token that a late sender lacks
    locked_until = models.DateTimeField(null=True, blank=True)
    fence = models.IntegerField(default=0)
    # our number of it, which the provider is told, so that it takes the same message once
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider_id = models.CharField(max_length=200, blank=True)
    # what asks for the message; asked twice it is queued once
    dedupe_key = models.CharField(max_length=200)
    queued_at = models.DateTimeField(_("queued"))
    queued_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    # what somebody wrote to us and this answers: the customer asked for it
    answers = models.ForeignKey(
        "communications.InboundMessage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        db_constraint=False,
        db_index=False,
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="message_tenant"),
            models.UniqueConstraint(fields=["dealership", "dedupe_key"], name="message_once"),
            models.CheckConstraint(
                condition=Q(channel__in=WITHOUT_SUBJECT, subject="")
                | (Q(channel="email") & ~Q(subject=""))
                | Q(channel="letter"),
                name="message_email_has_subject",
            ),
            models.CheckConstraint(
                condition=(Q(channel="letter") & ~Q(paper=""))
                | (~Q(channel="letter") & Q(paper="")),
                name="message_letter_has_paper",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(address=""), name="message_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state="queued")
                | Q(state="sending", locked_until__isnull=False)
                | (~Q(state__in=WAITING) & Q(locked_until__isnull=True)),
                name="message_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACCEPTED, sent_at__isnull=False)
                | Q(state="failed")
                | (~Q(state__in=[*ACCEPTED, "failed"]) & Q(sent_at__isnull=True)),
                name="message_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | Q(state="failed")
                | (~Q(state__in=["delivered", "failed"]) & Q(delivered_at__isnull=True)),
                name="message_delivered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(delivered_at__isnull=False),
                name="message_read_was_delivered",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=NOT_GONE, closed_at__isnull=False) & ~Q(why=""))
                | (~Q(state__in=NOT_GONE) & Q(closed_at__isnull=True)),
                name="message_not_gone_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="needs_attention", why=""), name="message_attention_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(attempts__gte=0, fence__gte=0, expires_at__gt=F("queued_at")),
                name="message_counts_bounded",
            ),
            SameTenant(
                name="message_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="message_template_tenant_key",
                field="template",
                references="communications.MessageTemplate",
            ),
            SameTenant(
                name="message_answers_tenant",
                field="answers",
                references="communications.InboundMessage",
            ),
        ]
        indexes = [
            # the sweep: what is due, in the order it became due; letters wait for a person
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state="queued") & ~Q(channel="letter"),
                name="message_queue",
            ),
            # the letters that wait to be printed
            models.Index(
                fields=["dealership", "not_before", "id"],
                condition=Q(state="queued", channel="letter"),
                name="message_letters",
            ),
            # the sweep: what a sender left behind
            models.Index(
                fields=["locked_until"], condition=Q(state="sending"), name="message_sending"
            ),
            # the outbox page, newest first
            models.Index(fields=["dealership", "-queued_at", "-id"], name="message_newest"),
            # a receipt that names the provider's number only
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="message_at_provider"
            ),
            # what a person must decide
            models.Index(
                fields=["dealership", "queued_at"],
                condition=Q(state="needs_attention"),
                name="message_attention",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.uid}"


class MessageEvent(models.Model):
    """One transition of a message: from which state to which, when, by whom, why. Never edited."""

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    message = models.ForeignKey(Message, models.PROTECT, related_name="events", db_constraint=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_state = models.CharField(max_length=15, choices=Message.State, blank=True)
    to_state = models.CharField(max_length=15, choices=Message.State)
    why = models.CharField(max_length=15, choices=Message.Why, blank=True)
    error = models.CharField(max_length=500, blank=True)

    objects = TenantQuerySet["MessageEvent"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="message_event_tenant",
                field="message",
                references="communications.Message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.from_state} → {self.to_state}"

"""Every touch with a customer: attempts, talks and messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communications.querysets import TouchQuerySet
from customers.models import Customer
from customers.models.customer import Channel
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User


class Touch(models.Model):
    """One attempt to reach a customer, or one contact of theirs with us.

    Attempt, conversation and result are told apart (N8): `is_conversation` is a two-way talk;
    what came of it is the outcome.
    """

    class Direction(models.TextChoices):
        OUT = "out", _("outgoing")
        IN = "in", _("incoming")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        BUSY = "busy", _("Busy")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        CALL_BACK = "call_back", _("Call back")
        REFUSED = "refused", _("Refused")
        DO_NOT_CALL = "do_not_call", _("Do not call")
        NOT_OWNER = "not_owner", _("No longer owns the car")

    class Evidence(models.TextChoices):
        SELF_REPORTED = "self", _("reported by staff")
        TELEPHONY = "telephony", _("seen by telephony")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="touches")
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="touches", db_constraint=False
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.CALL)
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction, default=Direction.OUT
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="touches")
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome, blank=True)
    # the dealership's own outcome, where it was one; `outcome` is its kind
    own_outcome = models.ForeignKey(
        "communications.CallOutcome",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    is_conversation = models.BooleanField(_("conversation"), default=False)
    # nothing but advertising was its reason: it counts in the contact budget (N2)
    is_advertising = models.BooleanField(_("advertising"), default=False, db_default=False)
    address = models.CharField(_("number or address"), max_length=254, blank=True)
    note = models.TextField(_("note"), blank=True)
    # what was sent, with its receipts
    message = models.ForeignKey(
        "communications.Message",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touches",
        db_constraint=False,
        db_index=False,
    )
    evidence = models.CharField(max_length=10, choices=Evidence, default=Evidence.SELF_REPORTED)
    # an outcome entered by mistake and taken back within the undo time
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = TouchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="touch_tenant"),
            SameTenant(
                name="touch_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="touch_outcome_tenant",
                field="own_outcome",
                references="communications.CallOutcome",
            ),
            SameTenant(
                name="touch_message_tenant",
                field="message",
                references="communications.Message",
            ),
        ]
        indexes = [
            # last contacts on the call card; time line of the customer
            models.Index(fields=["customer", "-at"], name="touch_of_customer"),
            # done today, reached share of the team
            models.Index(fields=["dealership", "at"], name="touch_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.at:%Y-%m-%d %H:%M}"

"""The link in each message of advertising by which its reader can end it without logging in."""

from django.db import models

from communications.models.message import Message
from dealerships.constraints import SameTenant
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet


class OptOutLink(models.Model):
    """The token is all that the page asks for: 128 random bits, told to nobody but the reader."""

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    message = models.OneToOneField(
        Message, models.PROTECT, related_name="opt_out_link", db_constraint=False
    )
    token = models.CharField(max_length=43, unique=True, editable=False)

    objects = TenantQuerySet["OptOutLink"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="opt_out_link_tenant",
                field="message",
                references="communications.Message",
            ),
        ]

    def __str__(self) -> str:
        return f"opt-out of message {self.message_id}"

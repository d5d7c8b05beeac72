"""An answer in one's own words: queued, and what it answers is handled, or neither."""

from datetime import datetime
from typing import Any

from django.db import transaction

from communications.models import InboundMessage, Message
from communications.services import inbox, outbox
from customers.models import ContactPoint, Customer
from dealerships.models import User


@transaction.atomic
def send(
    *,
    reply: InboundMessage | None,
    customer: Customer,
    channel: str,
    by: User,
    at: datetime,
    **message: Any,
) -> Message:
    """Queue a message that somebody wrote by hand; raises what outbox.queue_message does.

    reply    what it answers: sent by the same way, it goes to the address that wrote
    message  as outbox.queue_message takes it
    """
    address = _address(reply, customer) if reply and reply.channel == channel else ""
    queued = outbox.queue_message(
        customer=customer, channel=channel, by=by, at=at, address=address, answers=reply, **message
    )
    if reply and reply.handled_at is None:
        inbox.handle(reply=reply, by=by, at=at, how=inbox.How.ANSWERED)
    return queued


def _address(reply: InboundMessage, customer: Customer) -> str:
    """Empty where the customer's card does not have it: then the best there is."""
    points = ContactPoint.objects.filter(customer=customer, value=reply.address, is_valid=True)
    return reply.address if points.not_wrong().exists() else ""

"""A reader of advertising ends it, or takes that back, on the page of the link (N10).

What they say is evidence like any other: which message, in what words, when.
"""

from datetime import datetime

from django.db import transaction

from communications.models import Message
from customers.models import Consent, ConsentWording, Customer
from customers.services.consents import record_consent

ADVERTISING = Consent.Purpose.ADVERTISING
ANY = Consent.Channel.ANY
LINK = Consent.Evidence.LINK


def has_stopped(*, message: Message) -> bool:
    """Whether advertising by the message's channel is refused now, however that was said."""
    refusing = Consent.objects.refusing(ADVERTISING, message.channel)
    return refusing.filter(customer=message.customer_id).exists()


def stopped_by(*, message: Message) -> Consent | None:
    """The refusal that stands and was said by the link of this message; None: another, or none."""
    refusing = Consent.objects.refusing(ADVERTISING, message.channel)
    said_here = refusing.filter(evidence=LINK, evidence_id=message.pk)
    return said_here.filter(customer=message.customer_id).first()


@transaction.atomic
def stop(*, message: Message, everything: bool, wording: str, at: datetime) -> None:
    """No more advertising by the message's channel, or by any; said again it changes nothing.

    wording  what stood on the button
    """
    _lock(message)
    channel = str(ANY) if everything else message.channel
    if not _is_refused(message, channel):
        record_consent(
            customer=message.customer,
            dealership=message.dealership,
            purpose=ADVERTISING,
            channel=channel,
            is_granted=False,
            evidence=LINK,
            evidence_id=message.pk,
            wording=wording,
            by=None,
            at=at,
        )


@transaction.atomic
def take_back(
    *, message: Message, wording: str, agreed_to: ConsentWording | None, at: datetime
) -> None:
    """The reader wants it again, and had ended it by this very link; else nothing happens.

    A refusal that was said elsewhere is not for the holder of a link to undo.
    """
    _lock(message)
    refusal = stopped_by(message=message)
    if refusal is not None:
        record_consent(
            customer=message.customer,
            dealership=message.dealership,
            purpose=ADVERTISING,
            channel=refusal.channel,
            is_granted=True,
            evidence=LINK,
            evidence_id=message.pk,
            wording=wording,
            agreed_to=agreed_to,
            by=None,
            at=at,
        )


def _lock(message: Message) -> None:
    """Two clicks, one after the other."""
    Customer.objects.select_for_update(no_key=True).get(pk=message.customer_id)


def _is_refused(message: Message, channel: str) -> bool:
    """Of every channel: that each of them is."""
    one_by_one = [each for each in Consent.Channel.values if each != ANY]
    channels = one_by_one if channel == ANY else [channel]
    statements = Consent.objects.filter(customer=message.customer_id)
    return all(
        statements.refusing(ADVERTISING, each).exists()  # six channels at most
        for each in channels
    )

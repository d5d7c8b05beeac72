"""A message from outside: who wrote it, what it withdraws, and whose plan it stops.

Taken in once, with all it brings about in one transaction. Nothing that was signed is lost: what
nobody can be found for stands on the page of replies as that of an unknown sender.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from communications import replies
from communications.models import InboundMessage, Message, ProviderEvent, WrittenChannel
from communications.opt_out import is_opt_out
from communications.services import receipts, touches
from communications.services.inbox import AlreadyHandled, AlreadyKnown
from customers import phones
from customers.models import Consent, ContactPoint, Customer, CustomerRelation
from customers.services.consents import record_consent
from dealerships.models import Dealership, User


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """
    address     as the provider gives it: a number, an e-mail address, a name in a messenger
    said_at     by the provider's clock; None: now
    answers     numbers of ours it names, the likeliest first
    dealership  slug, where the provider knows whose number was written to
    """

    source: str
    event_id: str
    channel: str
    address: str
    text: str
    subject: str = ""
    said_at: datetime | None = None
    answers: Sequence[uuid.UUID] = ()
    dealership: str = ""


@transaction.atomic
def take(*, incoming: Incoming, at: datetime) -> InboundMessage | None:
    """Take a message in; None when it was before, or nothing is said in it."""
    is_new = receipts.note(
        source=incoming.source,
        event_id=incoming.event_id,
        kind=ProviderEvent.Kind.REPLY,
        uid=None,
        said_at=incoming.said_at,
        at=at,
    )
    if not is_new or not (incoming.text or incoming.subject):
        return None
    answered = _answered(incoming)
    dealership = answered.dealership if answered else _dealership(incoming)
    if dealership is None:
        return None
    senders = [answered.customer] if answered else _senders(incoming, dealership)
    reply = InboundMessage.objects.create(
        dealership=dealership,
        customer=_locked(senders[0]) if len(senders) == 1 else None,
        channel=incoming.channel,
        address=_as_kept(incoming, dealership),
        subject=" ".join(incoming.subject.split())[:200],
        text=incoming.text,
        answers=answered,
        received_at=min(incoming.said_at or at, at),
        is_opt_out=is_opt_out(incoming.text or incoming.subject),
    )
    if reply.is_opt_out:
        for sender in senders:
            _withdraw(reply, sender)
    if reply.customer:
        _tell(reply, at)
    return reply


@transaction.atomic
def assign(*, reply: InboundMessage, customer: Customer, by: User, at: datetime) -> None:
    """A person knows who wrote it. Raises AlreadyKnown, AlreadyHandled."""
    _locked(customer)
    rows = InboundMessage.objects.select_for_update(of=("self",)).select_related("dealership")
    locked = rows.get(pk=reply.pk)
    if locked.customer_id is not None:
        raise AlreadyKnown
    if locked.handled_at is not None:
        raise AlreadyHandled
    locked.customer = customer
    locked.save(update_fields=["customer"])
    if locked.is_opt_out:
        _withdraw(locked, customer, by=by)
    _tell(locked, at)


@transaction.atomic
def opt_out(
    *,
    source: str,
    event_id: str,
    uid: uuid.UUID,
    said_at: datetime | None,
    words: str,
    at: datetime,
) -> None:
    """The provider says that a customer wants no more advertising (by its own link, or as spam)."""
    is_new = receipts.note(
        source=source,
        event_id=event_id,
        kind=ProviderEvent.Kind.OPT_OUT,
        uid=uid,
        said_at=said_at,
        at=at,
    )
    message = Message.objects.filter(uid=uid).select_related("customer", "dealership").first()
    if is_new and message:
        record_consent(
            customer=message.customer,
            dealership=message.dealership,
            purpose=Consent.Purpose.ADVERTISING,
            channel=message.channel,
            is_granted=False,
            evidence=Consent.Evidence.REPLY,
            by=None,
            at=min(said_at or at, at),
            wording=words,
        )


def _answered(incoming: Incoming) -> Message | None:
    """The message of ours that it answers: the one it names, else the last one to the address."""
    sent = Message.objects.select_related("customer", "dealership")
    for number in incoming.answers:
        if message := sent.filter(uid=number).first():
            return message
    if incoming.dealership:
        sent = sent.filter(dealership__slug=incoming.dealership)
    to_them = sent.filter(
        channel=incoming.channel, address__in=_spellings(incoming), sent_at__isnull=False
    )
    return to_them.order_by("-sent_at", "-pk").first()


def _dealership(incoming: Incoming) -> Dealership | None:
    """Whose it is: the one named, the one that knows the sender, else the first one."""
    dealerships = Dealership.objects.open().order_by("pk")
    for slug in (incoming.dealership, settings.INBOUND_DEALERSHIP):
        if slug and (named := dealerships.filter(slug=slug).first()):
            return named
    points = ContactPoint.objects.filter(value__in=_spellings(incoming))
    known = CustomerRelation.objects.filter(customer__in=points.values("customer"))
    newest = known.order_by("-since", "dealership_id").values("dealership")[:1]
    return dealerships.filter(pk__in=newest).first() or dealerships.first()


def _senders(incoming: Incoming, dealership: Dealership) -> list[Customer]:
    """Every customer of the dealership with that address."""
    addresses = {*_spellings(incoming), _as_kept(incoming, dealership)}
    points = ContactPoint.objects.filter(value__in=addresses)
    customers = Customer.objects.for_dealership(dealership).current()
    return list(customers.filter(pk__in=points.values("customer")).order_by("pk"))


def _spellings(incoming: Incoming) -> list[str]:
    """The address as it is kept with customers, before the country of the reader is known."""
    address = incoming.address.strip()
    if incoming.channel == WrittenChannel.EMAIL:
        return [address.lower()]
    digits = "".join(sign for sign in address if sign.isdigit())
    is_number = digits and not any(sign.isalpha() for sign in address)
    return [address, f"+{digits}"] if is_number else [address]


def _as_kept(incoming: Incoming, dealership: Dealership) -> str:
    if incoming.channel == WrittenChannel.EMAIL:
        return incoming.address.strip().lower()
    phone = phones.normalise(
        incoming.address, country=dealership.country, area_code=dealership.area_code
    )
    is_name = any(sign.isalpha() for sign in incoming.address)
    return phone.value if phone and not is_name else incoming.address.strip()


def _locked(customer: Customer) -> Customer:
    """No withdrawal, sending or planning about the customer comes between."""
    return Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def _withdraw(reply: InboundMessage, customer: Customer, by: User | None = None) -> None:
    record_consent(
        customer=customer,
        dealership=reply.dealership,
        purpose=Consent.Purpose.ADVERTISING,
        channel=reply.channel,
        is_granted=False,
        evidence=Consent.Evidence.REPLY,
        evidence_id=reply.pk,
        by=by,
        at=reply.received_at,
        wording=reply.text or reply.subject,
    )


def _tell(reply: InboundMessage, at: datetime) -> None:
    """The time line shows it, the apps above stop their plan."""
    assert reply.customer is not None  # noqa: S101
    touches.record_incoming(
        dealership=reply.dealership,
        customer=reply.customer,
        channel=reply.channel,
        address=reply.address,
        note="\n".join(part for part in (reply.subject, reply.text) if part),
        at=reply.received_at,
    )
    replies.tell_received(reply, at)

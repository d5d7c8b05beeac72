"""Writing down a touch with a customer; attempt, conversation and result are told apart."""

from datetime import datetime, timedelta

from communications import telephony
from communications.models import CallOutcome, Message, PhoneCall, Touch
from communications.services import call_evidence
from customers.models import Customer
from customers.models.customer import Channel
from dealerships.models import Dealership, User

SAME_NOTE = timedelta(hours=1)
"""Notes kept again within so long replace the first: one lost card, one note."""


def record_call(
    *,
    dealership: Dealership,
    customer: Customer,
    outcome: str,
    is_conversation: bool,
    address: str,
    note: str,
    by: User,
    at: datetime,
    is_advertising: bool = False,
    own_outcome: CallOutcome | None = None,
) -> Touch:
    """An outgoing call as the caller reports it, whether or not anybody answered.

    Where an exchange tells us of calls, the one that proves the report is looked for.
    """
    touch = Touch.objects.create(
        dealership=dealership,
        customer=customer,
        channel=Channel.CALL,
        direction=Touch.Direction.OUT,
        at=at,
        by=by,
        outcome=outcome,
        own_outcome=own_outcome,
        is_conversation=is_conversation,
        is_advertising=is_advertising,
        address=address,
        note=note,
    )
    if telephony.hears():
        call_evidence.relink(dealership=dealership, user_id=by.pk, around=at)
    return touch


def record_answered_call(*, call: PhoneCall, note: str, by: User, at: datetime) -> Touch:
    """What was spoken about in a call of a customer, written down by who answered it.

    The call's customer must be known. Written down again, the note is replaced.
    """
    if call.customer is None:
        raise ValueError("whose call it was must be known")
    touch = call.touch or Touch(
        dealership=call.dealership,
        customer=call.customer,
        channel=Channel.CALL,
        direction=Touch.Direction.IN,
        at=call.started_at,
        by=by,
        is_conversation=call.answered_at is not None,
        address=call.number,
        evidence=Touch.Evidence.TELEPHONY,
    )
    touch.note = note
    touch.save()
    PhoneCall.objects.filter(pk=call.pk).update(touch=touch)
    return touch


def record_message(
    *,
    dealership: Dealership,
    customer: Customer,
    channel: str,
    address: str,
    note: str,
    is_advertising: bool,
    by: User | None,
    at: datetime,
    message: Message | None = None,
) -> Touch:
    """A message that was sent; by=None: nobody in particular asked for it."""
    return Touch.objects.create(
        dealership=dealership,
        customer=customer,
        channel=channel,
        direction=Touch.Direction.OUT,
        at=at,
        by=by,
        is_advertising=is_advertising,
        address=address,
        note=note,
        message=message,
    )


def record_incoming(
    *,
    dealership: Dealership,
    customer: Customer,
    channel: str,
    address: str,
    note: str,
    at: datetime,
) -> Touch:
    """A customer wrote to us."""
    return Touch.objects.create(
        dealership=dealership,
        customer=customer,
        channel=channel,
        direction=Touch.Direction.IN,
        at=at,
        address=address,
        note=note,
    )


def keep_note(
    *, dealership: Dealership, customer: Customer, text: str, by: User, at: datetime
) -> Touch:
    """Keep what somebody typed about a customer without an outcome: a touch with a note only."""
    same = Touch.objects.for_dealership(dealership).filter(
        customer=customer, by=by, outcome="", at__gt=at - SAME_NOTE
    )
    touch = same.order_by("-at", "-pk").first()
    if touch is None:
        touch = Touch(dealership=dealership, customer=customer, by=by, at=at)
    touch.note = text
    touch.save()
    return touch


def take_back(*, touch: Touch, at: datetime) -> None:
    """An outcome entered by mistake: the row stays, marked, and counts nowhere."""
    call_evidence.unlink(touch=touch)
    Touch.objects.filter(pk=touch.pk, undone_at__isnull=True).update(undone_at=at)

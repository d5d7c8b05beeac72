"""May this message go out now? Asked when it is queued and again right before it is sent (N10)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from communications import contact_budget
from communications.channels import CHANNELS
from communications.contact_hours import hours_for, is_presumed
from communications.letter_addresses import address_of
from communications.models import ContactHold, InboundMessage, Message, WrittenChannel
from communications.rules.hours import ContactHours, NeverAllowed
from communications.wanted import is_wanted
from customers import postal
from customers.models import Consent, ContactPoint
from customers.querysets import ContactPointQuerySet

ASIDE = timedelta(minutes=5)
"""Another message to the customer is under way, and it is not known yet whether it went out."""
ANY_TIME = ContactHours(UTC, time.min, time.max)
NOT_SET_UP = timedelta(hours=1)
LOOK_AGAIN = timedelta(hours=1)
"""Until somebody has handled what the customer wrote; then what was held back goes at once."""
BY_PHONE = (WrittenChannel.SMS, WrittenChannel.MESSENGER)
Why = Message.Why


@dataclass(frozen=True)
class Refusal:
    """Why a message may not go out: for ever, or (until) not before then."""

    why: Message.Why
    until: datetime | None = None


def addresses(message: Message) -> ContactPointQuerySet:
    """The customer's valid numbers or addresses of the message's channel, the best first."""
    points = ContactPoint.objects.filter(customer=message.customer_id, is_valid=True).not_wrong()
    if message.channel == WrittenChannel.MESSENGER:
        return points.messenger()
    return points.phones() if message.channel == WrittenChannel.SMS else points.emails()


def points_of(message: Message) -> ContactPointQuerySet:
    """What a bounce of the message says is wrong, also what is known to be wrong.

    Not the phone number of somebody who uses no messenger: it may be called as before.
    """
    kinds = {WrittenChannel.SMS: "phone", WrittenChannel.MESSENGER: "messenger"}
    return ContactPoint.objects.filter(
        customer=message.customer_id,
        value=message.address,
        kind=kinds.get(WrittenChannel(message.channel), "email"),
    )


def best_address(message: Message) -> str:
    """Where the message goes to: the best number, or the lines of a postal address; "": nowhere."""
    if message.channel == WrittenChannel.LETTER:
        address = address_of(message.customer, message.dealership)
        return postal.one_line(address) if address.is_complete else ""
    return addresses(message).values_list("value", flat=True).first() or ""


def _is_reachable(message: Message) -> bool:
    """A number must still be the customer's; a letter goes to where they live now."""
    if message.channel == WrittenChannel.LETTER:
        return bool(best_address(message))
    return addresses(message).filter(value=message.address).exists()


def refusal(*, message: Message, at: datetime) -> Refusal | None:
    """What forbids sending at `at`, or None (seven queries at most; reads what stands now).

    A caller that acts on the answer holds the customer's row, so that no withdrawal comes between.
    """
    lasting = _lasting(message)
    if lasting:
        return Refusal(lasting)
    is_letter = message.channel == WrittenChannel.LETTER
    # a letter wakes nobody
    hours = ANY_TIME if is_letter else hours_for(message.customer, message.dealership)
    try:
        return _for_now(message, hours, at)
    except NeverAllowed:
        return Refusal(Why.HOURS)


def _lasting(message: Message) -> Message.Why | None:
    customer = message.customer
    if message.channel in BY_PHONE and customer.do_not_call_since:
        return Why.DO_NOT_CALL
    if not _agreed(message):
        return Why.NO_CONSENT
    if not is_wanted(message):
        return Why.SETTLED
    if not _is_reachable(message):
        return Why.NO_ADDRESS
    return None


def _agreed(message: Message) -> bool:
    """The newest statement decides; silence is consent only where the law asks for no yes."""
    deciding = Consent.objects.deciding(message.purpose, message.channel)
    said = deciding.filter(customer=message.customer_id).values_list("is_granted", flat=True)
    decision = said.first()
    if decision is None:
        is_asked_for = message.answers_id is not None and message.purpose == Consent.Purpose.SERVICE
        return is_asked_for or is_presumed(message.purpose, message.dealership)
    return decision


def _for_now(message: Message, hours: ContactHours, at: datetime) -> Refusal | None:
    if not CHANNELS[message.channel].is_set_up():
        return Refusal(Why.NO_CHANNEL, at + NOT_SET_UP)
    holds = ContactHold.objects.for_dealership(message.dealership)
    if hold := holds.longest(customer=message.customer_id, at=at).first():
        return Refusal(Why.HOLD, hours.next_allowed(hold.looked_at_again(at)))
    if message.queued_by_id is None and _waits_for_answer(message):
        return Refusal(Why.REPLY, hours.next_allowed(at + LOOK_AGAIN))
    if not hours.allow(at):
        return Refusal(Why.HOURS, hours.next_allowed(at))
    if message.purpose == Consent.Purpose.ADVERTISING:
        return _by_budget(message, hours, at)
    return None


def _waits_for_answer(message: Message) -> bool:
    """What nobody wrote by hand keeps quiet while the customer waits for a person."""
    replies = InboundMessage.objects.for_dealership(message.dealership).open()
    return replies.filter(customer=message.customer_id).exists()


def _by_budget(message: Message, hours: ContactHours, at: datetime) -> Refusal | None:
    dealership = message.dealership
    room = contact_budget.room(customer_id=message.customer_id, dealership=dealership, at=at)
    if room.advertising_from == date.max:
        return Refusal(Why.BUDGET)
    if room.advertising_from > dealership.local_date(at):
        morning = dealership.start_of_day(room.advertising_from)
        return Refusal(Why.BUDGET, hours.next_allowed(morning))
    under_way = Message.objects.for_dealership(dealership).filter(
        customer=message.customer_id, purpose=message.purpose, state=Message.State.SENDING
    )
    if under_way.exclude(pk=message.pk).exists():
        return Refusal(Why.BUDGET, hours.next_allowed(at + ASIDE))
    return None

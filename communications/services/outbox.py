"""The outbox: what is to be written to customers is a row, sent by the sweep (services.sending)."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from communications import may_send, opt_out_links
from communications.models import (
    InboundMessage,
    Message,
    MessageTemplate,
    OptOutLink,
    Paper,
    WrittenChannel,
)
from communications.models.template import WITHOUT_SUBJECT
from communications.rules import scripts
from communications.services import message_moves, touches
from communications.services.message_moves import lock, move
from communications.wording import Words, with_opt_out
from customers.models import Consent, Customer
from dealerships.models import Dealership, User

WORTH = timedelta(days=7)
"""A message that could not go out for so long is sent no more, unless it says otherwise."""
LONGEST_SUBJECT = 200
State = Message.State
Why = Message.Why
# these come to an end by themselves: the message waits for it
PASSING = (Why.HOURS, Why.BUDGET, Why.NO_CHANNEL, Why.REPLY)


class MayNotSend(Exception):
    """The customer may not be written to; `why` says it in words."""

    def __init__(self, why: Message.Why) -> None:
        super().__init__(why.value)
        self.why = why


class NothingToSay(Exception):
    """No text, no subject of an e-mail, or variables without a value (`names`)."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


class AlreadyDecided(Exception):
    """Somebody, or the sweep, was quicker: the message is no longer in the state it was in."""


@transaction.atomic
def queue_message(
    *,
    dealership: Dealership,
    customer: Customer,
    channel: str,
    purpose: str,
    words: Words,
    by: User | None,
    at: datetime,
    template: MessageTemplate | None = None,
    address: str = "",
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    dedupe_key: str = "",
    answers: InboundMessage | None = None,
) -> Message:
    """Put a message into the outbox, in the transaction of what it is about; returns its row.

    words       filled in already; advertising gets its way to opt out appended
    address     one of the customer's; empty: the best there is
    not_before  first instant it may go out; hours and budget may put it off further
    expires_at  from then on it is not sent any more; empty: WORTH after not_before
    answers     what the customer wrote, of which this is the answer: they asked for it
    dedupe_key  what asks for it, unique in the dealership; asked twice it is queued once

    Raises MayNotSend (no consent, do not call, no address, on hold, never any hour) and
    NothingToSay.
    """
    _check_words(words, channel)
    # no withdrawal comes between the question and the row
    locked = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if known := _queued_before(dealership, dedupe_key):
        return known
    start = max(at, not_before or at)
    message = Message(
        dealership=dealership,
        customer=locked,
        answers=answers,
        template=template,
        channel=channel,
        purpose=purpose,
        paper=_paper(channel, template),
        address=address,
        not_before=start,
        expires_at=expires_at or start + WORTH,
        queued_at=at,
        queued_by=by,
    )
    message.dedupe_key = dedupe_key or str(message.uid)
    return _write(message, words, at)


def _queued_before(dealership: Dealership, dedupe_key: str) -> Message | None:
    known = Message.objects.for_dealership(dealership).filter(dedupe_key=dedupe_key)
    return known.first() if dedupe_key else None


def _write(message: Message, words: Words, at: datetime) -> Message:
    """Its words are put in, the customer is asked once more, and the row stands."""
    token = opt_out_links.new_token()
    _put_words(message, words, link=opt_out_links.url_of(token))
    _check_customer(message, at)
    message.save()
    message_moves.queued(message)
    if message.purpose == Consent.Purpose.ADVERTISING:
        OptOutLink.objects.create(dealership=message.dealership, message=message, token=token)
    return message


def why_not(*, message: Message, at: datetime) -> Message.Why | None:
    """What would refuse a message at `at`, waited for or not; None: it goes out at once."""
    found = may_send.refusal(message=message, at=at)
    return found.why if found else None


def cancel(*, message: Message, by: User, at: datetime) -> None:
    """It is not to be sent (or sent again). Raises AlreadyDecided."""
    with transaction.atomic():
        locked = _locked(message, State.QUEUED, State.NEEDS_ATTENTION)
        move(locked, State.CANCELLED, by=by, at=at, why=Why.BY_STAFF)


def mark_sent(*, message: Message, by: User, at: datetime) -> None:
    """A person found out that the customer has it. Raises AlreadyDecided."""
    with transaction.atomic():
        locked = _locked(message, State.NEEDS_ATTENTION)
        went_out(locked, by=by, at=at)


def send_again(*, message: Message, by: User, at: datetime) -> None:
    """A person found out that the customer lacks it; asked all over again before it is sent.

    It keeps its number, by which the provider knows it; one that went out and did not arrive gets
    a new one, or the provider would say that it was there before. Raises AlreadyDecided.
    """
    with transaction.atomic():
        locked = _locked(message, State.NEEDS_ATTENTION, State.FAILED)
        was_taken = locked.state == State.FAILED and locked.sent_at is not None
        move(
            locked,
            State.QUEUED,
            by=by,
            at=at,
            why=Why.BY_STAFF,
            attempts=0,
            uid=uuid.uuid4() if was_taken else locked.uid,
            sent_at=None,
            delivered_at=None,
            read_at=None,
            not_before=at,
            expires_at=max(locked.expires_at, at + WORTH),
        )


def went_out(
    message: Message, *, at: datetime, by: User | None = None, provider_id: str = ""
) -> None:
    """A locked message was sent: its state, and the touch on the customer's time line."""
    move(message, State.SENT, by=by, at=at, sent_at=at, provider_id=provider_id)
    touches.record_message(
        dealership=message.dealership,
        customer=message.customer,
        channel=message.channel,
        address=message.address,
        note=message.subject or message.text,
        is_advertising=message.purpose == Consent.Purpose.ADVERTISING,
        by=message.queued_by,
        at=at,
        message=message,
    )


def _check_words(words: Words, channel: str) -> None:
    names = [
        name
        for text in (words.subject, words.text)
        for name in scripts.variables(text)
        if name in scripts.VARIABLES
    ]
    has_subject = channel != WrittenChannel.EMAIL or words.subject.strip()
    if names or not words.text.strip() or not has_subject:
        raise NothingToSay(names)


def _put_words(message: Message, words: Words, *, link: str) -> None:
    message.language = words.language
    message.subject = "" if message.channel in WITHOUT_SUBJECT else _one_line(words.subject)
    message.text = with_opt_out(
        words.text,
        channel=message.channel,
        purpose=message.purpose,
        language=words.language,
        link=link,
    )


def _paper(channel: str, template: MessageTemplate | None) -> str:
    if channel != WrittenChannel.LETTER:
        return ""
    return template.paper if template and template.paper else Paper.LETTER


def _one_line(subject: str) -> str:
    """A subject is a header: white space folded, as long as the column."""
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def _check_customer(message: Message, at: datetime) -> None:
    """Choose the address, and raise MayNotSend unless the message may go out sooner or later."""
    message.address = message.address or may_send.best_address(message)
    found = may_send.refusal(message=message, at=at)
    if found and (found.until is None or found.why not in PASSING):
        raise MayNotSend(found.why)


def _locked(message: Message, *states: Message.State) -> Message:
    locked = lock(message)
    if locked.state not in states:
        raise AlreadyDecided
    return locked

"""The sweep that sends: claim by lease, ask again, write `sending`, call, write what came of it.

No provider is called inside a transaction. Every write names the fence token of its claim.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from communications import may_send
from communications.channels import BY_HAND, CHANNELS, Answer, CrashPolicy, Fate
from communications.models import Message
from communications.querysets import MessageQuerySet
from communications.rules.retries import DELAYS, delay_after
from communications.services.message_moves import lock, move
from communications.services.outbox import went_out
from customers.services.contact_points import mark_wrong

LEASE = timedelta(minutes=5)
"""Far longer than a provider may take; on the database's clock."""
ASK_AFTER = timedelta(minutes=1)
"""A provider that went silent is asked after so long."""
State = Message.State
Why = Message.Why


def send_due(*, at: datetime, may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Settle what earlier senders left behind, then send what is due at `at`; returns how many.

    Messages in another sender's hands are left to it. `may_go_on` is asked before each.
    """
    handled = 0
    for one_more in (_settle_one, _send_one):
        while may_go_on() and one_more(at):
            handled += 1
    return handled


def _send_one(at: datetime) -> bool:
    message = claim(Message.objects.due(at=at).exclude(channel__in=BY_HAND))
    if message is None:
        return False
    if begin(message, at=at):
        record(message, call(message), at=at)
    return True


def _settle_one(at: datetime) -> bool:
    """What was being sent when its sender vanished, by the policy of its channel."""
    message = claim(Message.objects.left_behind())
    if message is None:
        return False
    record(message, _fate(message), at=at)
    return True


@transaction.atomic
def claim(messages: MessageQuerySet) -> Message | None:
    """Take the first of them that nobody else is taking; its fence is the claim's."""
    message = messages.select_for_update(of=("self",), skip_locked=True).first()
    if message:
        message.fence += 1
        Message.objects.filter(pk=message.pk).update(
            fence=message.fence, locked_until=Now() + LEASE
        )
    return message


@transaction.atomic
def begin(message: Message, *, at: datetime) -> bool:
    """Ask again whether it may go out, and write that it is being sent; False: it is put away.

    The message takes the fence of the row.
    """
    locked = _still_ours(message, State.QUEUED)
    if locked is None or put_away(locked, at):
        return False
    attempts = locked.attempts + 1
    move(locked, State.SENDING, at=at, attempts=attempts, locked_until=Now() + LEASE)
    message.fence, message.attempts = locked.fence, attempts
    return True


def call(message: Message) -> Answer:
    """Hand it to the provider. Whatever breaks in a channel leaves its fate unknown."""
    try:
        return CHANNELS[message.channel].send(message)
    except Exception as error:
        return Answer(Fate.UNKNOWN, error=f"{type(error).__name__}: {error}")


@transaction.atomic
def record(message: Message, answer: Answer, *, at: datetime) -> None:
    """Write down what the provider said; nothing if somebody else has settled it meanwhile."""
    locked = _still_ours(message, State.SENDING)
    if locked is None:
        return
    if answer.fate == Fate.ACCEPTED:
        went_out(locked, at=at, provider_id=answer.provider_id)
    elif answer.fate in (Fate.REFUSED, Fate.BAD_ADDRESS):
        _refused(locked, answer, at)
    elif answer.fate == Fate.NOT_KNOWN:
        _try_again(locked, answer, at, wait=timedelta(0))
    elif answer.fate == Fate.LATER or _policy(locked) == CrashPolicy.AT_LEAST_ONCE:
        _try_again(locked, answer, at, wait=delay_after(locked.attempts))
    else:
        _unknown(locked, answer, at)


def _fate(message: Message) -> Answer:
    if _policy(message) != CrashPolicy.RECONCILE:
        return Answer(Fate.UNKNOWN)
    Message.objects.filter(pk=message.pk, fence=message.fence).update(attempts=message.attempts + 1)
    try:
        return CHANNELS[message.channel].ask(message)
    except Exception as error:
        return Answer(Fate.UNKNOWN, error=f"{type(error).__name__}: {error}")


def _policy(message: Message) -> CrashPolicy:
    return CHANNELS[message.channel].policy


def _still_ours(message: Message, state: Message.State) -> Message | None:
    """The locked row, if nobody has moved it since the claim, nor joined its customer's card."""
    locked = lock(message)
    same = (locked.state, locked.fence, locked.customer_id)
    return locked if same == (state, message.fence, message.customer_id) else None


def put_away(message: Message, at: datetime) -> bool:
    """Cancel or put off a locked message that may not go out now; True when it is gone."""
    if at >= message.expires_at:
        move(message, State.CANCELLED, at=at, why=Why.EXPIRED)
        return True
    found = may_send.refusal(message=message, at=at)
    if found is None:
        return False
    if found.until is None or found.until >= message.expires_at:
        move(message, State.CANCELLED, at=at, why=found.why)
    else:
        move(message, State.QUEUED, at=at, why=found.why, not_before=found.until)
    return True


def _refused(message: Message, answer: Answer, at: datetime) -> None:
    is_bad_address = answer.fate == Fate.BAD_ADDRESS
    if is_bad_address:
        for point in may_send.points_of(message):
            mark_wrong(point=point, at=at)
    why = Why.BAD_ADDRESS if is_bad_address else Why.REFUSED
    move(message, State.FAILED, at=at, why=why, error=answer.error)


def _try_again(message: Message, answer: Answer, at: datetime, *, wait: timedelta | None) -> None:
    if wait is None or message.attempts > len(DELAYS):
        move(message, State.FAILED, at=at, why=Why.GAVE_UP, error=answer.error)
    else:
        move(
            message,
            State.QUEUED,
            at=at,
            why=Why.TEMPORARY,
            error=answer.error,
            not_before=at + wait,
        )


def _unknown(message: Message, answer: Answer, at: datetime) -> None:
    """Ask the provider later where that can be asked; else a person decides."""
    if _policy(message) == CrashPolicy.RECONCILE and message.attempts <= len(DELAYS):
        move(
            message,
            State.SENDING,
            at=at,
            why=Why.UNKNOWN,
            error=answer.error,
            locked_until=Now() + ASK_AFTER,
        )
    else:
        move(message, State.NEEDS_ATTENTION, at=at, why=Why.UNKNOWN, error=answer.error)

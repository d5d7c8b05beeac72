"""A consent is withdrawn: the messages that waited for it are cancelled in its transaction (N10).

Also those a sender has claimed: it asks again before it begins, and finds them cancelled. One the
provider is being told of already can no longer be held back.
"""

from communications.may_send import BY_PHONE
from communications.models import Message, WrittenChannel
from communications.services.message_moves import move
from customers.models import Customer
from customers.models.customer import Channel
from customers.withdrawals import Withdrawal


def stop_messages(withdrawal: Withdrawal) -> int:
    """Cancel what waits for the purposes and channel withdrawn; returns how many."""
    channels = [channel for channel in WrittenChannel if withdrawal.concerns(channel)]
    if _asked_for_no_calls(withdrawal):
        channels += BY_PHONE
    waiting = Message.objects.queued().filter(
        customer=withdrawal.customer, purpose__in=withdrawal.purposes, channel__in=channels
    )
    stopped = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    for message in stopped:
        move(
            message,
            Message.State.CANCELLED,
            by=withdrawal.by,
            at=withdrawal.at,
            why=Message.Why.WITHDRAWN,
        )
    return len(stopped)


def _asked_for_no_calls(withdrawal: Withdrawal) -> bool:
    """Who does not want to be called wants nothing on the phone; asked in the same transaction."""
    if withdrawal.channel != Channel.CALL:
        return False
    silent = Customer.objects.filter(do_not_call_since__isnull=False)
    return silent.filter(pk=withdrawal.customer.pk).exists()

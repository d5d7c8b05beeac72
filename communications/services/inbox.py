"""What people write to us, until a person has handled it.

While a reply of a customer is open, automatic messages to them are held back (may_send), and the
apps above plan nothing else for them (communications.replies).
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from communications import replies
from communications.models import InboundMessage, Message
from customers.models import Customer
from dealerships.models import User

How = InboundMessage.How


class AlreadyHandled(Exception):
    """Somebody else was quicker."""


class AlreadyKnown(Exception):
    """The sender is known: who wrote is not changed any more."""


@transaction.atomic
def handle(*, reply: InboundMessage, by: User, at: datetime, how: str = How.MARKED) -> None:
    """A person took care of it: the plan of its customer goes on. Raises AlreadyHandled."""
    locked = _locked(reply)
    if locked.handled_at is not None:
        raise AlreadyHandled
    settle(reply=locked, how=how, by=by, at=at)
    if locked.customer_id is not None:
        replies.tell_handled(locked, at)


def settle(*, reply: InboundMessage, how: str, by: User, at: datetime) -> None:
    """Write down who handled a locked open reply, and let go what it held back."""
    reply.handled_at, reply.handled_by, reply.how = at, by, how
    reply.save(update_fields=["handled_at", "handled_by", "how"])
    if reply.customer_id is None or _others_wait(reply):
        return
    held_back = Message.objects.for_dealership(reply.dealership).queued()
    held_back.filter(customer=reply.customer_id, why=Message.Why.REPLY, not_before__gt=at).update(
        not_before=at
    )


@transaction.atomic
def reopen(*, reply: InboundMessage, at: datetime) -> None:
    """The undo of handle; one that is open stays as it is."""
    locked = _locked(reply)
    if locked.handled_at is None:
        return
    unsettle([locked.pk])
    if locked.customer_id is not None:
        replies.tell_reopened(locked, at)


def unsettle(keys: Collection[int]) -> None:
    """They are open again; whoever took them up is told nothing."""
    InboundMessage.objects.filter(pk__in=keys).update(handled_at=None, handled_by=None, how="")


def _locked(reply: InboundMessage) -> InboundMessage:
    """Its customer first, as everything else that concerns one takes them."""
    if reply.customer_id is not None:
        Customer.objects.select_for_update(no_key=True).get(pk=reply.customer_id)
    rows = InboundMessage.objects.select_for_update(of=("self",)).select_related("dealership")
    return rows.get(pk=reply.pk)


def _others_wait(reply: InboundMessage) -> bool:
    same = InboundMessage.objects.for_dealership(reply.dealership).open()
    return same.filter(customer=reply.customer_id).exclude(pk=reply.pk).exists()

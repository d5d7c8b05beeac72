"""Every transition of a message: the row and its history, in one place."""

from datetime import datetime

from communications.models import Message, MessageEvent
from communications.querysets import MessageQuerySet
from customers.models import Customer
from dealerships.models import User

State = Message.State
LONGEST_ERROR = 500


def lock(message: Message) -> Message:
    """The message as it is now, with its customer, both locked until the transaction's end.

    The customer's row first, as a withdrawal takes them: the two wait for one another.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=message.customer_id)
    rows = Message.objects.select_for_update(of=("self",))
    return rows.select_related("customer", "dealership").get(pk=message.pk)


def lock_all(messages: MessageQuerySet) -> list[Message]:
    """As `lock`, of many at once: their customers first, each in one order."""
    customers = messages.order_by().values("customer")
    in_order = Customer.objects.filter(pk__in=customers).order_by("pk")
    list(in_order.select_for_update(no_key=True).values_list("pk"))
    return list(messages.select_for_update(of=("self",)).order_by("pk"))


def queued(message: Message) -> None:
    """Write down the first row of a new message's history."""
    _record(message, from_state="", by=message.queued_by, at=message.queued_at)


def move(
    message: Message,
    state: Message.State,
    *,
    at: datetime,
    by: User | None = None,
    why: str = "",
    error: str = "",
    **fields: object,
) -> None:
    """Write a locked message's new state; every move makes older fence tokens worthless."""
    before = message.state
    message.state = state
    message.why = why
    message.error = error.replace("\x00", "")[:LONGEST_ERROR]
    message.fence += 1
    message.locked_until = None
    message.closed_at = at if state in (State.FAILED, State.CANCELLED) else None
    for name, value in fields.items():
        setattr(message, name, value)
    message.save()
    _record(message, from_state=before, by=by, at=at)


def _record(message: Message, *, from_state: str, by: User | None, at: datetime) -> None:
    MessageEvent.objects.create(
        dealership_id=message.dealership_id,
        message=message,
        at=at,
        by=by,
        from_state=from_state,
        to_state=message.state,
        why=message.why,
        error=message.error,
    )

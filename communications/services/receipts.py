"""What became of a message after it was sent, as its provider tells (delivery receipts).

Each event is taken in once, with all it brings about in one transaction: it is answered by 2xx
when it is kept, and never before. Order and repetition change nothing.
"""

import uuid
from datetime import datetime

from django.db import transaction

from communications import may_send
from communications.models import Message, ProviderEvent
from communications.rules.receipts import Receipt, Truth, truth
from communications.services.message_moves import LONGEST_ERROR, lock, move
from communications.services.outbox import went_out

State = Message.State
Why = Message.Why
Kind = ProviderEvent.Kind


@transaction.atomic
def take(
    *,
    source: str,
    event_id: str,
    kind: str,
    uid: uuid.UUID | None,
    said_at: datetime | None,
    at: datetime,
    error: str = "",
    provider_id: str = "",
) -> Message | None:
    """Take a receipt in; returns its message as it is now, None if that is unknown.

    uid      our number of the message; None: it is found by `provider_id`
    said_at  by the provider's clock; one that is ahead of ours is not believed
    """
    if uid is None and provider_id:
        sent = Message.objects.filter(provider_id=provider_id).order_by("-pk")
        uid = sent.values_list("uid", flat=True).first()
    is_new = note(
        source=source, event_id=event_id, kind=kind, uid=uid, said_at=said_at, at=at, error=error
    )
    message = Message.objects.filter(uid=uid).first() if uid else None
    if message and is_new:
        return _settle(message, at)
    return message


def note(
    *,
    source: str,
    event_id: str,
    kind: str,
    uid: uuid.UUID | None,
    said_at: datetime | None,
    at: datetime,
    error: str = "",
) -> bool:
    """Write the event down; False when it was before: two at once wait for one another."""
    _event, is_new = ProviderEvent.objects.get_or_create(
        source=source,
        event_id=event_id,
        defaults={
            "kind": kind,
            "uid": uid,
            "at": min(said_at or at, at),
            "received_at": at,
            "error": error.replace("\x00", "")[:LONGEST_ERROR],
        },
    )
    return is_new


def _settle(message: Message, at: datetime) -> Message:
    """Bring a message to what all its receipts say, read under its lock."""
    locked = lock(message)
    said = ProviderEvent.objects.filter(uid=locked.uid).values_list("kind", "at", "error")
    known = truth(Receipt(*each) for each in said)
    if not known.delivered_at and not known.failure:
        return locked
    if not _was_taken(locked) and not known.delivered_at:
        return locked  # it never went out, as far as anybody knows
    if locked.sent_at is None:
        # whoever was about to write down that it was sent finds it done
        went_out(locked, at=at, provider_id=locked.provider_id)
    _write(locked, known, at)
    _mark_address(locked, known)
    return locked


def _was_taken(message: Message) -> bool:
    """The provider has it, or may have it."""
    never = (State.CANCELLED, State.FAILED)
    return message.sent_at is not None or message.state not in never


def _write(message: Message, known: Truth, at: datetime) -> None:
    state, why, error = State.DELIVERED, "", ""
    if known.failure:
        is_bad = known.bad_since is not None
        state, why = State.FAILED, Why.BAD_ADDRESS if is_bad else Why.UNDELIVERED
        error = known.failure.error
    is_as_before = (message.state, message.why, message.error) == (state, why, error)
    times = (message.delivered_at, message.read_at)
    if is_as_before and times == (known.delivered_at, known.read_at):
        return
    move(
        message,
        state,
        at=at,
        why=why,
        error=error,
        delivered_at=known.delivered_at,
        read_at=known.read_at,
    )


def _mark_address(message: Message, known: Truth) -> None:
    """Nobody is there: not used again. A later word of the provider takes that back."""
    points = may_send.points_of(message)
    doubted = points.filter(wrong_since__in=known.doubted)
    if known.bad_since is None:
        doubted.update(wrong_since=None)
    else:
        (doubted | points.filter(wrong_since=None)).update(wrong_since=known.bad_since)

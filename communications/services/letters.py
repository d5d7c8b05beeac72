"""Verbs of batches of letters: choose what is printed, say that it was posted, take that back."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from communications import letter_files
from communications.models import BatchLetter, LetterBatch, Message, MessageEvent, Touch
from communications.querysets import MessageQuerySet
from communications.services.message_moves import lock_all
from customers.models import Consent
from customers.models.customer import Channel
from dealerships.models import Dealership, User

MOST = 500
"""Letters in one file: what a person can take to the post at once."""
UNDO_FOR = timedelta(days=1)
State = LetterBatch.State


class NothingWaiting(Exception):
    """None of the letters asked for waits (any longer)."""


class AlreadyDecided(Exception):
    """The batch is no longer in the state in which this can be done."""


def waiting(*, dealership: Dealership, at: datetime) -> MessageQuerySet:
    """Letters that may be printed now and stand in no batch."""
    letters = Message.objects.for_dealership(dealership).queued().filter(channel=Channel.LETTER)
    return letters.filter(in_batch__isnull=True, not_before__lte=at)


@transaction.atomic
def start_batch(
    *,
    dealership: Dealership,
    paper: str,
    by: User,
    at: datetime,
    chosen: Collection[int] = (),
) -> LetterBatch:
    """Put waiting letters of one paper into a new batch, the oldest first, at most MOST.

    chosen  keys of messages; empty: whatever waits

    Raises NothingWaiting. Two people at once get different letters.
    """
    letters = waiting(dealership=dealership, at=at).filter(paper=paper)
    if chosen:
        letters = letters.filter(pk__in=chosen)
    taken = list(
        letters.select_for_update(of=("self",), skip_locked=True)
        .order_by("not_before", "pk")
        .values_list("pk", flat=True)[:MOST]
    )
    if not taken:
        raise NothingWaiting
    batch = LetterBatch.objects.create(
        dealership=dealership, paper=paper, total=len(taken), asked_at=at, asked_by=by
    )
    BatchLetter.objects.bulk_create(
        BatchLetter(dealership=dealership, batch=batch, message_id=message, place=place)
        for place, message in enumerate(taken, start=1)
    )
    return batch


@transaction.atomic
def post(*, batch: LetterBatch, by: User, at: datetime) -> int:
    """The batch is on its way: its letters are sent, but those stopped since; returns how many.

    Raises AlreadyDecided, also of a second click.
    """
    locked = _locked(batch, State.READY)
    sent = lock_all(Message.objects.queued().filter(in_batch__batch=locked))
    for message in sent:
        message.state, message.sent_at, message.why = Message.State.SENT, at, ""
        message.fence += 1
    Message.objects.bulk_update(sent, ["state", "sent_at", "why", "fence"])
    _record(sent, Message.State.QUEUED, by=by, at=at)
    Touch.objects.bulk_create(_touch(message, at) for message in sent)
    locked.state, locked.posted_at, locked.posted_by = State.POSTED, at, by
    locked.save(update_fields=["state", "posted_at", "posted_by"])
    return len(sent)


@transaction.atomic
def take_back_posting(*, batch: LetterBatch, by: User, at: datetime) -> None:
    """It was not posted after all. Raises AlreadyDecided, also later than UNDO_FOR."""
    locked = _locked(batch, State.POSTED)
    if locked.posted_at is None or at - locked.posted_at > UNDO_FOR:
        raise AlreadyDecided
    letters = Message.objects.filter(in_batch__batch=locked, state=Message.State.SENT)
    back = lock_all(letters)
    touches = Touch.objects.for_dealership(locked.dealership).filter(
        channel=Channel.LETTER,
        at=locked.posted_at,
        customer__in={message.customer_id for message in back},
    )
    touches.update(undone_at=at)
    for message in back:
        message.state, message.sent_at = Message.State.QUEUED, None
        message.fence += 1
    Message.objects.bulk_update(back, ["state", "sent_at", "fence"])
    _record(back, Message.State.SENT, by=by, at=at)
    locked.state, locked.posted_at, locked.posted_by = State.READY, None, None
    locked.save(update_fields=["state", "posted_at", "posted_by"])


@transaction.atomic
def drop(*, batch: LetterBatch) -> None:
    """The letters of a batch that was not posted wait again. Raises AlreadyDecided."""
    locked = _locked(batch, State.READY, State.MAKING, State.FAILED)
    BatchLetter.objects.filter(batch=locked).delete()
    locked.state, locked.locked_until = State.DROPPED, None
    locked.save(update_fields=["state", "locked_until"])
    transaction.on_commit(lambda: letter_files.forget(locked))


def _locked(batch: LetterBatch, *states: LetterBatch.State) -> LetterBatch:
    rows = LetterBatch.objects.select_for_update(of=("self",)).select_related("dealership")
    locked = rows.get(pk=batch.pk)
    if locked.state not in states:
        raise AlreadyDecided
    return locked


def _record(messages: list[Message], before: Message.State, *, by: User, at: datetime) -> None:
    MessageEvent.objects.bulk_create(
        MessageEvent(
            dealership_id=message.dealership_id,
            message=message,
            at=at,
            by=by,
            from_state=before,
            to_state=message.state,
            why=message.why,
        )
        for message in messages
    )


def _touch(message: Message, at: datetime) -> Touch:
    return Touch(
        dealership_id=message.dealership_id,
        customer_id=message.customer_id,
        channel=message.channel,
        direction=Touch.Direction.OUT,
        at=at,
        by_id=message.queued_by_id,
        is_advertising=message.purpose == Consent.Purpose.ADVERTISING,
        address=message.address,
        note=message.subject or message.text,
    )

"""Making the file of a batch: claim by lease, ask of each letter again, print, keep.

A process that dies leaves the batch as it was, and another one begins anew: the file appears
whole, and no letter is recorded as sent before a person says so.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext, override

from communications import letter_files, letter_pdf, may_send
from communications.letter_addresses import lines_of
from communications.letter_pdf import Letter
from communications.models import BatchLetter, LetterBatch, Message
from communications.services.message_moves import lock
from communications.services.sending import put_away
from dealerships import formatting
from dealerships.querysets import TenantQuerySet

LEASE = timedelta(minutes=5)
"""Far longer than five hundred letters take; renewed as they come, on the database's clock."""
MOST_ATTEMPTS = 3
TELL_EVERY = 20
"""Letters between two words on how far it is."""
KEPT_FOR = timedelta(days=30)
State = LetterBatch.State


def make_waiting(*, at: datetime, may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Make what waits and what was left behind; returns how many batches."""
    made = 0
    while may_go_on() and (batch := claim(LetterBatch.objects.all())) is not None:
        make(batch, at=at)
        made += 1
    return made


@transaction.atomic
def claim(batches: TenantQuerySet[LetterBatch]) -> LetterBatch | None:
    """Take the first that nobody is making; one that failed too often is given up."""
    free = Q(locked_until__isnull=True) | Q(locked_until__lt=Now())
    rows = batches.filter(free, state=State.MAKING).select_related("dealership")
    batch = rows.select_for_update(of=("self",), skip_locked=True).order_by("asked_at").first()
    if batch is None:
        return None
    if batch.attempts >= MOST_ATTEMPTS:
        _give_up(batch)
        return claim(batches)
    batch.attempts += 1
    LetterBatch.objects.filter(pk=batch.pk).update(
        attempts=batch.attempts, done=0, locked_until=Now() + LEASE
    )
    return batch


def make(batch: LetterBatch, *, at: datetime) -> None:
    """Print a claimed batch; nothing if somebody dropped it meanwhile."""
    letters = []
    places = BatchLetter.objects.filter(batch=batch).order_by("place")
    for number, each in enumerate(places.select_related("message"), start=1):
        if letter := _letter(each, at):
            letters.append(letter)
        if number % TELL_EVERY == 0:
            _tell(batch, number)
    content = b""
    if letters:
        content = letter_pdf.render(
            letters, dealership=batch.dealership, paper=batch.paper, title=_title(batch, at)
        )
        letter_files.keep(batch, content)
    finish(batch, at=at, printed=len(letters))


@transaction.atomic
def finish(batch: LetterBatch, *, at: datetime, printed: int) -> None:
    """The file is there; a batch of which every letter was stopped is put back."""
    rows = LetterBatch.objects.select_for_update()
    same = rows.filter(pk=batch.pk, state=State.MAKING, attempts=batch.attempts)
    if not same.exists():
        if rows.filter(pk=batch.pk, state=State.DROPPED).exists():
            letter_files.forget(batch)
        return
    if not printed:
        same.update(state=State.DROPPED, locked_until=None)
        return
    same.update(
        state=State.READY,
        made_at=at,
        done=printed,
        total=printed,
        locked_until=None,
    )


def forget_old_files(*, at: datetime) -> int:
    """Delete the files of batches posted long ago; the letters stay in the outbox."""
    old = LetterBatch.objects.filter(state=State.POSTED, posted_at__lt=at - KEPT_FOR)
    forgotten = 0
    for batch in old.filter(posted_at__gte=at - 2 * KEPT_FOR):
        letter_files.forget(batch)
        forgotten += 1
    return forgotten


@transaction.atomic
def _letter(each: BatchLetter, at: datetime) -> Letter | None:
    """The letter, filled in; None, and out of the batch, if it may not go out now."""
    message = lock(each.message)
    if message.state != Message.State.QUEUED or put_away(message, at):
        each.delete()
        return None
    address = may_send.best_address(message)
    if address != message.address:  # the customer has moved since
        message.address = address
        message.save(update_fields=["address"])
    dealership = message.dealership
    code = letter_pdf.code_of(dealership)
    with override(message.language):
        words = gettext("Scan the code with your phone to book or to ask.") if code else ""
    return Letter(
        place=each.place,
        language=message.language,
        address=lines_of(message.customer, dealership),
        day=formatting.spoken_day(dealership.local_date(at), message.language),
        subject=message.subject,
        text=letter_pdf.kept_together(message.text),
        qr=code,
        qr_words=words,
    )


def _tell(batch: LetterBatch, done: int) -> None:
    same = LetterBatch.objects.filter(pk=batch.pk, state=State.MAKING, attempts=batch.attempts)
    same.update(done=done, locked_until=Now() + LEASE)


def _title(batch: LetterBatch, at: datetime) -> str:
    day = batch.dealership.local_date(at)
    return f"{batch.dealership.name} {day.isoformat()}"


def _give_up(batch: LetterBatch) -> None:
    """Its letters wait again; the page says that it could not be made."""
    BatchLetter.objects.filter(batch=batch).delete()
    LetterBatch.objects.filter(pk=batch.pk).update(state=State.FAILED, locked_until=None)

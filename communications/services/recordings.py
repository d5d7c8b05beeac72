"""Recordings of calls: attached by the exchange or by hand, or fetched from where it keeps them."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction

from communications.models import EnteredRecording, PhoneCall, Touch
from communications.rules import audio
from communications.telephony.fetching import CannotFetch, fetch
from dealerships.models import User

MOST_ATTEMPTS = 6
"""Of fetching one recording; each turn of the sweep is one."""


class NoSound(Exception):
    """The file is no recording that a browser plays, or too large."""


def attach(*, call: PhoneCall, content: bytes) -> None:
    """Keep the sound of a call; of several the longest, whatever their order. Not yet saved.

    The name follows from the content: written again after a crash it is the same file. Raises
    NoSound.
    """
    kind = _kind_of(content)
    name = _name(call.dealership_id, str(call.uid), content, kind)
    if call.recording and (call.recording.size, call.recording.name) >= (len(content), name):
        return
    _keep(call.recording.storage, name, content)
    call.recording.name, call.recording_type = name, kind


def _kind_of(content: bytes) -> str:
    kind = audio.kind_of(content)
    if not kind or len(content) > audio.LARGEST:
        raise NoSound
    return kind


def _name(dealership_id: int, call: str, content: bytes, kind: str) -> str:
    digest = hashlib.sha256(content).hexdigest()[:16]
    return f"{dealership_id}/{call}-{digest}.{audio.ENDINGS[kind]}"


def _keep(storage: Storage, name: str, content: bytes) -> None:
    if not storage.exists(name):
        storage.save(name, ContentFile(content))


@transaction.atomic
def upload(*, call: PhoneCall, content: bytes) -> None:
    """Attach a recording by hand; raises NoSound."""
    locked = PhoneCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    attach(call=locked, content=content)
    locked.save(update_fields=["recording", "recording_type"])


@transaction.atomic
def upload_entered(*, touch: Touch, content: bytes, by: User, at: datetime) -> EnteredRecording:
    """Add the sound to a call that no exchange told of; a second file replaces the first.

    Raises NoSound.
    """
    kind = _kind_of(content)
    Touch.objects.select_for_update(of=("self",)).get(pk=touch.pk)
    row = EnteredRecording.objects.filter(touch=touch).first() or EnteredRecording(
        dealership_id=touch.dealership_id, touch=touch
    )
    name = _name(touch.dealership_id, f"entered-{touch.pk}", content, kind)
    _keep(row.recording.storage, name, content)
    row.recording.name, row.recording_type = name, kind
    row.added_at, row.added_by = at, by
    row.save()
    return row


def ask_for(*, call: PhoneCall, url: str) -> None:
    """Let the sweep fetch a recording from an address that was checked."""
    PhoneCall.objects.filter(pk=call.pk).update(
        recording_url=url, recording_attempts=0, recording_error=""
    )


def fetch_due(*, at: datetime, may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Fetch what the exchange keeps for us; returns how many came.

    The address must be on the list of OUTGOING_ORIGINS; what fails is tried MOST_ATTEMPTS times.
    """
    waiting = PhoneCall.objects.to_fetch().filter(recording_attempts__lt=MOST_ATTEMPTS)
    came = 0
    for call in waiting.order_by("recording_attempts", "pk")[:50]:
        if not may_go_on():
            break
        came += _fetch_one(call)
    return came


def _fetch_one(call: PhoneCall) -> bool:
    try:
        content = fetch(call.recording_url, largest=audio.LARGEST)
        upload(call=call, content=content)
    except (CannotFetch, NoSound) as error:
        said = f"{type(error).__name__}: {error}"[:200]
        PhoneCall.objects.filter(pk=call.pk).update(
            recording_attempts=call.recording_attempts + 1, recording_error=said
        )
        return False
    return True

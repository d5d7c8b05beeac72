"""Recordings of calls: attached by the exchange or by hand, or fetched from where it keeps them."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from communications.models import PhoneCall
from communications.rules import audio
from communications.telephony.fetching import CannotFetch, fetch

MOST_ATTEMPTS = 6
"""Of fetching one recording; each turn of the sweep is one."""


class NoSound(Exception):
    """The file is no recording that a browser plays, or too large."""


def attach(*, call: PhoneCall, content: bytes) -> None:
    """Keep the sound of a call; of several the longest, whatever their order. Not yet saved.

    The name follows from the content: written again after a crash it is the same file. Raises
    NoSound.
    """
    kind = audio.kind_of(content)
    if not kind or len(content) > audio.LARGEST:
        raise NoSound
    digest = hashlib.sha256(content).hexdigest()[:16]
    name = f"{call.dealership_id}/{call.uid}-{digest}.{audio.ENDINGS[kind]}"
    storage = call.recording.storage
    if call.recording and (call.recording.size, call.recording.name) >= (len(content), name):
        return
    if not storage.exists(name):
        storage.save(name, ContentFile(content))
    call.recording.name, call.recording_type = name, kind


@transaction.atomic
def upload(*, call: PhoneCall, content: bytes) -> None:
    """Attach a recording by hand; raises NoSound."""
    locked = PhoneCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    attach(call=locked, content=content)
    locked.save(update_fields=["recording", "recording_type"])


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

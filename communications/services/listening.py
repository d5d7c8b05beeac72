"""The record of who listened to which recording (law 8), written before the sound is sent."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from communications.models import EnteredRecording, Listening, PhoneCall, Touch
from dealerships.models import User

ONE_LISTENING = timedelta(minutes=15)
"""A player asks for a recording piece by piece: what one person asks for within this time is one
listening, counted from its first piece."""


@transaction.atomic
def record(*, sound: PhoneCall | EnteredRecording, by: User, at: datetime) -> bool:
    """Write down that `by` is sent the sound; False where this listening was written already."""
    # the row of the call is held, so that two pieces asked for at once write one row
    if isinstance(sound, PhoneCall):
        PhoneCall.objects.select_for_update(of=("self",), no_key=True).get(pk=sound.pk)
        call: dict[str, Any] = {"phone_call_id": sound.pk}
    else:
        Touch.objects.select_for_update(of=("self",), no_key=True).get(pk=sound.touch_id)
        call = {"touch_id": sound.touch_id}
    if Listening.objects.filter(**call, user=by, at__gt=at - ONE_LISTENING, at__lte=at).exists():
        return False
    Listening.objects.create(dealership_id=sound.dealership_id, user=by, at=at, **call)
    return True

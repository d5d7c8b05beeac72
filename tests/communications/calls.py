"""Builders of telephone calls, of what an exchange tells, and of its signed webhooks."""

import itertools
import json
from datetime import datetime, timedelta

from django.utils import timezone

from communications.models import PhoneCall
from communications.services import phone_calls
from communications.signed_webhooks import sign
from communications.telephony import secrets_of, told
from dealerships.models import Dealership, Extension
from tests.factories import NOW

_numbers = itertools.count(1)
MASTER = "only for tests"
NUMBER = "+79161112233"


def make_call(dealership: Dealership, **fields) -> PhoneCall:
    """An incoming call that nobody answered."""
    values = {
        "direction": "in",
        "state": "missed",
        "number": f"+7916{next(_numbers):07d}",
        "provider_id": f"P-{next(_numbers)}",
        "started_at": NOW,
        "ended_at": NOW + timedelta(seconds=20),
    } | fields
    return PhoneCall.objects.create(dealership=dealership, **values)


def make_talk(dealership: Dealership, *, seconds: int = 60, **fields) -> PhoneCall:
    """An outgoing call that was answered."""
    started = fields.get("started_at", NOW)
    values = {
        "direction": "out",
        "state": "talked",
        "answered_at": started + timedelta(seconds=5),
        "ended_at": started + timedelta(seconds=5 + seconds),
    } | fields
    return make_call(dealership, **values)


def give_telephone(dealership: Dealership, user, number: str = "101") -> Extension:
    return Extension.objects.create(dealership=dealership, user=user, number=number)


def message(kind: str, *, call: str = "C-1", at: datetime = NOW, **fields) -> dict:
    """What the exchange sends."""
    return {"type": kind, "call": call, "at": at.isoformat()} | fields


def tell(kind: str, *, event_id: str = "", call: str = "C-1", at: datetime = NOW, **fields):
    """The same as it is read."""
    body = json.dumps(message(kind, call=call, at=at, **fields)).encode()
    return told.read(body, event_id=event_id or f"{call}-{kind}-{at:%H%M%S}", now=at)


def headers_of(slug: str, body: bytes, *, event_id: str, at: datetime) -> dict[str, str]:
    return sign(secrets_of(slug)[0], event_id=event_id, at=at, body=body)


def facts(call: PhoneCall) -> tuple:
    """What a call is, without the numbers of its rows."""
    return (
        call.provider_id, call.direction, call.state, call.extension, call.number, call.user_id,
        call.started_at, call.answered_at, call.ended_at, call.rings, call.recording_url,
    )  # fmt: skip


def dial(dealership, by, **fields) -> PhoneCall:
    values = {"extension": "101", "number": NUMBER, "customer": None, "at": timezone.now()}
    return phone_calls.dial(dealership=dealership, by=by, **(values | fields))


def ring(dealership, operator, number=NUMBER, **fields):
    values = {"state": "ringing", "ended_at": None, "user": operator, "number": number}
    return make_call(dealership, **(values | {"started_at": timezone.now()} | fields))

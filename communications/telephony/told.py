"""What an exchange tells of a call, as JSON of a signed webhook:

    {"type": "ringing" | "answered" | "ended" | "recording",
     "call": the exchange's number of the call, "our_id": ours, if we dialled it,
     "direction": "in" | "out", "extension": "101", "number": "+79160000000",
     "at": "2026-11-20T09:00:00+00:00", "cause": "normal" | "no_answer" | "busy" | "cancelled" |
     "failed" (ended), "url": where the recording lies, or "audio": itself in base64}

The event's own number is the webhook-id. Unknown fields are left out; unknown types are refused.
"""

import base64
import binascii
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from communications.rules import calls

RECORDING = "recording"
KINDS = frozenset({kind.value for kind in calls.Kind} | {RECORDING})
CAUSES = frozenset(cause.value for cause in calls.Cause)
DIRECTIONS = frozenset({"in", "out"})
EARLIEST = timedelta(days=30)
AHEAD = timedelta(hours=1)
"""An exchange whose clock is further off tells nothing that can be put in order."""
LONGEST_ID = 200
LONGEST_URL = 1000
HIDDEN = "…"


class BadEvent(Exception):
    """What the exchange sent cannot be understood; the text says which field."""


@dataclass(frozen=True)
class Told:
    """One event; empty where the exchange did not say. `payload` may be kept: masked."""

    event_id: str
    kind: str
    call: str
    our_id: uuid.UUID | None
    at: datetime
    direction: str
    extension: str
    number: str
    cause: str
    url: str
    audio: bytes
    payload: dict[str, Any]


def read(body: bytes, *, event_id: str, now: datetime) -> Told:
    """The event of a webhook's body; raises BadEvent."""
    try:
        sent = json.loads(body)
    except ValueError as error:
        raise BadEvent("not JSON") from error
    if not isinstance(sent, dict):
        raise BadEvent("no object")
    return Told(
        event_id=event_id,
        kind=_one_of(sent, "type", KINDS),
        call=_text(sent, "call", LONGEST_ID) or _missing("call"),
        our_id=_our_id(sent),
        at=_moment(sent, now),
        direction=_one_of(sent, "direction", DIRECTIONS | {""}),
        extension=_text(sent, "extension", 20),
        number=_text(sent, "number", 40),
        cause=_one_of(sent, "cause", CAUSES | {""}),
        url=_text(sent, "url", LONGEST_URL),
        audio=_audio(sent),
        payload=_masked(sent),
    )


def _masked(sent: dict[str, Any]) -> dict[str, Any]:
    """What may be kept to look into a quarrel: no number in full, no content, no unknown value."""
    kept = {"type", "call", "our_id", "direction", "extension", "at", "cause"}
    said = {name: value for name, value in sent.items() if name in kept}
    if number := _text(sent, "number", 40):
        said["number"] = f"{HIDDEN}{number[-2:]}"
    return said | {name: HIDDEN for name in sorted(sent) if name not in {*kept, "number"}}


def _missing(name: str) -> str:
    raise BadEvent(name)


def _text(sent: dict[str, Any], name: str, longest: int) -> str:
    value = sent.get(name) or ""
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise BadEvent(name)
    return value.strip()


def _one_of(sent: dict[str, Any], name: str, known: frozenset[str]) -> str:
    value = _text(sent, name, 20)
    if value not in known:
        raise BadEvent(name)
    return value


def _our_id(sent: dict[str, Any]) -> uuid.UUID | None:
    """A number that is not of our form is none of ours."""
    try:
        return uuid.UUID(_text(sent, "our_id", LONGEST_ID))
    except ValueError:
        return None


def _moment(sent: dict[str, Any], now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(_text(sent, "at", 40))
    except ValueError as error:
        raise BadEvent("at") from error
    if at.tzinfo is None or not now - EARLIEST <= at <= now + AHEAD:
        raise BadEvent("at")
    return at


def _audio(sent: dict[str, Any]) -> bytes:
    given = sent.get("audio") or ""
    if not isinstance(given, str):
        raise BadEvent("audio")
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadEvent("audio") from error

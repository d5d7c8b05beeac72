"""The body of a provider's webhook, read: plain values in, a receipt or a reply out."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LONGEST_TEXT = 10_000
LONGEST_ADDRESS = 254
LONGEST_ERROR = 500


class NotUnderstood(Exception):
    """What is wrong with the body, for the provider's log."""


@dataclass(frozen=True, kw_only=True)
class ReceiptEvent:
    kind: str
    uid: uuid.UUID
    at: datetime | None
    error: str


@dataclass(frozen=True, kw_only=True)
class ReplyEvent:
    """
    answers     our number of the message that is answered, where the provider knows it
    dealership  slug, where one provider serves several
    """

    address: str
    text: str
    at: datetime | None
    answers: uuid.UUID | None
    dealership: str


def read(body: object) -> ReceiptEvent | ReplyEvent | None:
    """None: an event of another type, which is none of our business. Raises NotUnderstood."""
    if not isinstance(body, dict):
        raise NotUnderstood("the body is no object")
    data = body.get("data")
    kind = body.get("type")
    if kind == "message.received":
        return _reply(_object(data), _moment(body))
    if kind in ("message.delivered", "message.read", "message.failed", "message.delayed"):
        return _receipt(kind.removeprefix("message."), _object(data), _moment(body))
    return None


def _receipt(kind: str, data: Mapping[str, Any], at: datetime | None) -> ReceiptEvent:
    if kind == "failed" and data.get("reason") == "bad_address":
        kind = "bad_address"
    number = _number(data, "id")
    if number is None:
        raise NotUnderstood("data.id is missing: our number of the message")
    return ReceiptEvent(
        kind=kind, uid=number, at=at, error=_text(data, "error", longest=LONGEST_ERROR)
    )


def _reply(data: Mapping[str, Any], at: datetime | None) -> ReplyEvent:
    address = _text(data, "from", longest=LONGEST_ADDRESS)
    if not address:
        raise NotUnderstood("data.from is missing")
    return ReplyEvent(
        address=address,
        text=_text(data, "text", longest=LONGEST_TEXT),
        at=at,
        answers=_number(data, "in_reply_to"),
        dealership=_text(data, "dealership", longest=LONGEST_ADDRESS),
    )


def _object(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise NotUnderstood("data is no object")
    return data


def _text(data: Mapping[str, Any], name: str, *, longest: int) -> str:
    value = data.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NotUnderstood(f"data.{name} is no text")
    # neither NUL nor half a character can be kept
    clean = value.replace("\x00", "").encode(errors="ignore").decode()
    return clean.strip()[:longest]


def _number(data: Mapping[str, Any], name: str) -> uuid.UUID | None:
    value = data.get(name)
    if value is None:
        return None
    try:
        return uuid.UUID(value)
    except (ValueError, AttributeError, TypeError) as error:
        raise NotUnderstood(f"data.{name} is no number of ours") from error


def _moment(body: Mapping[str, Any]) -> datetime | None:
    """An instant with its offset; a time without one says nothing."""
    value = body.get("timestamp")
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise NotUnderstood("timestamp is no ISO 8601 time") from error
    if moment.tzinfo is None:
        raise NotUnderstood("timestamp has no offset")
    return moment

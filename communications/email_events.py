"""What an e-mail provider tells django-anymail: receipts and replies, handled as everybody's.

Anymail makes its events alike for all providers; an exception here is answered by 500, and the
provider tells it again.
"""

import hashlib
import re
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from anymail import signals
from anymail.inbound import AnymailInboundMessage
from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone
from django.utils.html import strip_tags

from communications.models import ProviderEvent, WrittenChannel
from communications.rules.mail import NUMBER, numbers_in, own_words
from communications.rules.provider_events import LONGEST_ADDRESS, LONGEST_TEXT
from communications.services import incoming, receipts

Kind = ProviderEvent.Kind
KINDS = {
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.OPENED: Kind.READ,
    EventType.CLICKED: Kind.READ,
    EventType.DEFERRED: Kind.DELAYED,
    EventType.FAILED: Kind.FAILED,
    EventType.REJECTED: Kind.FAILED,
    EventType.BOUNCED: Kind.FAILED,
}
OPTS_OUT = (EventType.UNSUBSCRIBED, EventType.COMPLAINED)
NOBODY_THERE = (RejectReason.INVALID, RejectReason.BOUNCED)
# how providers name a bounce that may pass, in words of their own
SOFT = re.compile(r"soft|transient|temporary|\b4\.\d\.\d\b|^4\d\d\b", re.IGNORECASE)
MACHINES = ("auto_reply", "auto-reply", "bulk", "junk", "list")


def connect() -> None:
    """Called once by the app when Django starts."""
    signals.tracking.connect(on_tracking, dispatch_uid="communications")
    signals.inbound.connect(on_inbound, dispatch_uid="communications")


def on_tracking(sender: Any, event: AnymailTrackingEvent, esp_name: str, **_more: Any) -> None:
    """A receipt; of events that say nothing of the delivery nothing is kept."""
    at = timezone.now()
    source = _source(esp_name)
    uid = next(iter(numbers_in([(event.metadata or {}).get("uid"), event.message_id])), None)
    if event.event_type in OPTS_OUT:
        if uid:
            incoming.opt_out(
                source=source,
                event_id=_id_of(event),
                uid=uid,
                said_at=event.timestamp,
                words=f"{event.event_type} ({esp_name})",
                at=at,
            )
        return
    if event.event_type in KINDS:
        receipts.take(
            source=source,
            event_id=_id_of(event),
            kind=Kind.BAD_ADDRESS if _is_hard(event) else KINDS[event.event_type],
            uid=uid,
            said_at=event.timestamp,
            at=at,
            error=event.mta_response or event.description or "",
            provider_id=event.message_id or "",
        )


def on_inbound(sender: Any, event: AnymailInboundEvent, esp_name: str, **_more: Any) -> None:
    """A reply, without what it quotes. What a machine wrote (holiday notes, bounces) is none."""
    mail = event.message
    if event.event_type != EventType.INBOUND or mail is None or _is_by_machine(mail):
        return
    incoming.take(
        incoming=incoming.Incoming(
            source=_source(esp_name),
            event_id=_inbound_id(event, mail),
            channel=WrittenChannel.EMAIL,
            address=_sender(mail),
            subject=NUMBER.sub("", _clean(mail.subject or "")).strip(),
            text=_clean(_own_text(mail)),
            said_at=event.timestamp or _sent(mail),
            answers=numbers_in(_where_numbers_stand(mail)),
        ),
        at=timezone.now(),
    )


def _source(esp_name: str) -> str:
    return f"email {esp_name}"[:40]


def _is_hard(event: AnymailTrackingEvent) -> bool:
    """The address does not exist: not used again. A full mailbox is no such thing."""
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return False
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    kinds = [str(told.get(name, "")) for name in ("Type", "bounceType", "type", "severity")]
    words = [event.mta_response or "", event.description or "", *kinds]
    return event.reject_reason in NOBODY_THERE and not any(SOFT.search(each) for each in words)


def _id_of(event: AnymailTrackingEvent) -> str:
    """The provider's number of the event; some give none, then what it says is its number."""
    said = (event.event_type, event.message_id, event.recipient, event.timestamp)
    return _number(event.event_id, *said)


def _inbound_id(event: AnymailInboundEvent, mail: AnymailInboundMessage) -> str:
    said = (mail["Message-ID"], mail["From"], mail["Date"], mail.subject, mail.text)
    return _number(event.event_id or mail["Message-ID"], *said)


def _number(given: Any, *said: Any) -> str:
    if given and len(str(given)) <= 200:
        return str(given)
    return hashlib.sha256("\x1f".join(map(str, said)).encode(errors="replace")).hexdigest()


def _is_by_machine(mail: AnymailInboundMessage) -> bool:
    automatic = (mail["Auto-Submitted"] or "no").lower() != "no"
    precedence = (mail["Precedence"] or "").lower() in MACHINES
    return automatic or precedence or mail.get_content_type() == "multipart/report"


def _sender(mail: AnymailInboundMessage) -> str:
    address = parseaddr(str(mail["From"] or ""))[1] or mail.envelope_sender or ""
    return _clean(address)[:LONGEST_ADDRESS].lower()


def _sent(mail: AnymailInboundMessage) -> datetime | None:
    sent = mail.date
    return sent if sent and sent.tzinfo else None


def _own_text(mail: AnymailInboundMessage) -> str:
    """As the provider cut it, else as we do."""
    if mail.stripped_text:
        return str(mail.stripped_text)
    return own_words(mail.text or strip_tags(mail.html or ""))


def _where_numbers_stand(mail: AnymailInboundMessage) -> list[str | None]:
    """The address it was written to holds best; programs lose the other headers at times."""
    headers = ("To", "Delivered-To", "In-Reply-To", "References", "Subject")
    return [mail.envelope_recipient, *(str(mail[name] or "") for name in headers)]


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode(errors="ignore").decode()[:LONGEST_TEXT].strip()

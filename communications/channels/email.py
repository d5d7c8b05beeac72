"""E-mail through Django's backend: SMTP (EMAIL_URL), or a provider's of django-anymail.

Neither is asked "did you get it": a message whose fate is unknown goes to a person. Our number
goes along as Message-ID, as metadata where the provider knows it, and in the address to answer to,
so that receipts and replies find their message.
"""

import smtplib
from contextlib import suppress
from email.utils import parseaddr
from http import HTTPStatus

import requests
from anymail.exceptions import (
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from anymail.message import AnymailMessage
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from communications.channels import unsubscribing
from communications.channels.base import Answer, CrashPolicy, Fate
from communications.models import Message

PERMANENT = 500
"""SMTP answers from here on are final; those below are for now."""
NOT_NOW = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
LONGEST_ERROR = 300


class EmailChannel:
    policy = CrashPolicy.AT_MOST_ONCE

    def is_set_up(self) -> bool:
        """A server that prints its mail sends none; on one's own machine it may."""
        return settings.DEBUG or not settings.EMAIL_BACKEND.endswith(".console.EmailBackend")

    def send(self, message: Message) -> Answer:
        connection = get_connection()
        try:
            connection.open()
        except (smtplib.SMTPException, OSError) as error:  # no word of the message was said
            return Answer(Fate.LATER, error=_words(error))
        try:
            return _hand_over(connection, message)
        finally:
            # the server has answered already: how the talk ends changes nothing
            with suppress(smtplib.SMTPException, OSError):
                connection.close()

    def ask(self, message: Message) -> Answer:
        return Answer(Fate.UNKNOWN)


def _hand_over(connection: BaseEmailBackend, message: Message) -> Answer:
    mail = _mail(message)
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        fate = Fate.BAD_ADDRESS if code >= PERMANENT else Fate.LATER
        return Answer(fate, error=f"{code} {_text(words)}")
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        fate = Fate.REFUSED if error.smtp_code >= PERMANENT else Fate.LATER
        return Answer(fate, error=f"{error.smtp_code} {_text(error.smtp_error)}")
    except AnymailError as error:
        return Answer(_fate_at_provider(error, mail), error=_words(error)[:LONGEST_ERROR])
    except (smtplib.SMTPException, OSError) as error:
        return Answer(Fate.UNKNOWN, error=_words(error))
    return _accepted(mail)


def _accepted(mail: AnymailMessage) -> Answer:
    """SMTP has no more to say; a provider tells its number, and whom it refused after all."""
    status = mail.anymail_status
    if status.status == {"failed"}:
        return Answer(Fate.REFUSED, error="failed")
    if status.status == {"unknown"}:
        return Answer(Fate.UNKNOWN, error="the provider's answer was not understood")
    known = status.message_id
    return Answer(Fate.ACCEPTED, provider_id=str(known)[:200] if isinstance(known, str) else "")


def _fate_at_provider(error: AnymailError, mail: AnymailMessage) -> Fate:
    """What an error of a provider's HTTP interface says of the message."""
    if isinstance(error, AnymailInvalidAddress):
        return Fate.BAD_ADDRESS
    if isinstance(error, AnymailRecipientsRefused):
        is_invalid = mail.anymail_status.status == {"invalid"}
        return Fate.BAD_ADDRESS if is_invalid else Fate.REFUSED
    if isinstance(error, AnymailUnsupportedFeature | AnymailSerializationError):
        return Fate.REFUSED
    if isinstance(error, requests.ConnectTimeout):
        return Fate.LATER
    if error.status_code in NOT_NOW:
        return Fate.LATER
    is_refused = error.status_code is not None and 400 <= error.status_code < PERMANENT
    return Fate.REFUSED if is_refused else Fate.UNKNOWN


def _mail(message: Message) -> AnymailMessage:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    host = sender.rpartition("@")[2] or "localhost"
    answer_to = _answer_to(message)
    return AnymailMessage(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        reply_to=[answer_to] if answer_to else None,
        metadata={"uid": str(message.uid)},
        headers={
            "Message-ID": f"<{message.uid}@{host}>",
            **unsubscribing.headers(message, sender=answer_to or sender),
        },
    )


def _answer_to(message: Message) -> str:
    """replies@in.example.com → replies+<our number>@in.example.com; empty without INBOUND_EMAIL."""
    name, at, host = settings.INBOUND_EMAIL.partition("@")
    return f"{name}+{message.uid}{at}{host}" if at else ""


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words

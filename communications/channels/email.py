"""E-mail through Django's backend (EMAIL_URL).

SMTP knows no question "did you get it": a message whose fate is unknown goes to a person.
"""

import smtplib
from contextlib import suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from communications.channels import unsubscribing
from communications.channels.base import Answer, CrashPolicy, Fate
from communications.models import Message

PERMANENT = 500
"""SMTP answers from here on are final; those below are for now."""


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
    try:
        connection.send_messages([_mail(message)])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        fate = Fate.BAD_ADDRESS if code >= PERMANENT else Fate.LATER
        return Answer(fate, error=f"{code} {_text(words)}")
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        fate = Fate.REFUSED if error.smtp_code >= PERMANENT else Fate.LATER
        return Answer(fate, error=f"{error.smtp_code} {_text(error.smtp_error)}")
    except (smtplib.SMTPException, OSError) as error:
        return Answer(Fate.UNKNOWN, error=_words(error))
    return Answer(Fate.ACCEPTED)


def _mail(message: Message) -> EmailMessage:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    host = sender.rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        headers={
            "Message-ID": f"<{message.uid}@{host}>",
            **unsubscribing.headers(message, sender=sender),
        },
    )


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words

"""The two providers, and the settings that lead to them."""

import pytest

from communications.services import sending
from tests.communications.calls import MASTER, give_telephone
from tests.communications.letters import queue
from tests.communications.providers import MailServer, SmsProvider
from tests.factories import NOW, call_at_any_hour


@pytest.fixture
def sms(settings):
    with SmsProvider().serve() as provider:
        settings.SMS_URL = provider.url
        settings.SMS_TOKEN = "secret"
        settings.SMS_SENDER = "Dealer"
        settings.OUTGOING_ORIGINS = [provider.origin]
        yield provider


@pytest.fixture
def messenger(settings):
    with SmsProvider().serve() as provider:
        settings.MESSENGER_URL = provider.url
        settings.MESSENGER_TOKEN = "secret"
        settings.MESSENGER_SENDER = "Dealer"
        settings.OUTGOING_ORIGINS = [*settings.OUTGOING_ORIGINS, provider.origin]
        yield provider


@pytest.fixture
def mail(settings):
    with MailServer().serve() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


@pytest.fixture
def unclear(dealership, mail):
    """A mail whose server took it and went away before it said so."""
    mail.drops = 1
    message = queue(dealership, channel="email")
    sending.send_due(at=NOW)
    return message


@pytest.fixture
def deaf(settings):
    """Events may come, but nobody can be dialled."""
    settings.TELEPHONY_SECRETS = [MASTER]


@pytest.fixture
def telephone(dealership, operator, settings):
    settings.TELEPHONY_SECRETS = [MASTER]
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    settings.OUTGOING_ORIGINS = ["http://127.0.0.1:9"]
    call_at_any_hour(dealership)
    return give_telephone(dealership, operator)

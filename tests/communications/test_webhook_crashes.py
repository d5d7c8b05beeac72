"""A process killed anywhere between an event and its 2xx: told again, it is there once."""

import pytest
from django.test import Client

from communications import replies
from communications.models import InboundMessage, MessageEvent, ProviderEvent
from communications.services import message_moves, receipts, sending
from communications.views import webhooks
from tests.communications.letters import fate, make_reader, queue
from tests.communications.signing import SECRET, post, receipt, reply, signed
from tests.factories import NOW
from tests.killed import killed_after

pytestmark = pytest.mark.django_db(transaction=True)

# where the process is gone: (module, function)
STEPS = {
    "event noted": (receipts, "note"),
    "state written": (message_moves, "_record"),
    "reply told": (replies, "tell_received"),
    "all kept, not answered": (webhooks, "_keep"),
}


def killed(step, body, headers):
    """Tell it to a process that is killed at the step."""
    module, function = STEPS[step]
    killed_after(module, function, lambda: post(Client(), body, headers))


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.SMS_WEBHOOK_SECRETS = [SECRET]


@pytest.mark.parametrize("step", ["event noted", "state written", "all kept, not answered"])
def test_a_receipt(dealership, sms, step):
    message = queue(dealership)
    sending.send_due(at=NOW)
    body, headers = signed(receipt(message))

    killed(step, body, headers)
    was_kept = ProviderEvent.objects.exists()
    assert was_kept == (step == "all kept, not answered") == (fate(message)[0] == "delivered")

    assert post(Client(), body, headers).status_code == 204
    assert fate(message) == ("delivered", "")
    assert MessageEvent.objects.filter(message=message, to_state="delivered").count() == 1


@pytest.mark.parametrize("step", ["event noted", "reply told", "all kept, not answered"])
def test_a_reply(dealership, step):
    reader = make_reader(dealership)
    body, headers = signed(reply(reader.contact_points.get(kind="phone").value, "STOP"))

    killed(step, body, headers)
    assert InboundMessage.objects.exists() == (step == "all kept, not answered")

    assert post(Client(), body, headers).status_code == 204
    assert InboundMessage.objects.get().customer == reader
    assert reader.touches.count() == 1
    assert reader.consents.filter(is_granted=False).count() == 1

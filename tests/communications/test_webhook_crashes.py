"""A process killed anywhere between an event and its 2xx: told again, it is there once."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings as installed
from django.db import connection
from django.test import Client

from communications.models import InboundMessage, MessageEvent, ProviderEvent
from communications.services import sending
from tests.communications.letters import fate, make_reader, queue
from tests.communications.signing import SECRET, post, receipt, reply, signed
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = 137
# where the process is gone: (module, function)
STEPS = {
    "event noted": ("communications.services.receipts", "note"),
    "state written": ("communications.services.message_moves", "_record"),
    "reply told": ("communications.replies", "tell_received"),
    "all kept, not answered": ("communications.views.webhooks", "_keep"),
}
DIES = """
import importlib
from django.test import Client

module = importlib.import_module("{module}")
go_on = module.{function}

def and_die(*given, **named):
    go_on(*given, **named)
    os._exit(137)

module.{function} = and_die
Client().post(
    "/webhooks/sms/", {body!r}, content_type="application/json", headers={headers!r}
)
"""


def killed(step, body, headers):
    """Tell it to a process that is killed at the step, on the database of this test."""
    module, function = STEPS[step]
    url = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DJANGO_SETTINGS_MODULE": "dealercrm.settings",
        "SMS_WEBHOOK_SECRETS": SECRET,
        "ALLOWED_HOSTS": "testserver",
    }
    code = DIES.format(module=module, function=function, body=body, headers=headers)
    done = subprocess.run(
        [sys.executable, "-c", f"import os, django; django.setup()\n{code}"],
        cwd=installed.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == KILLED, done.stderr


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

"""A process killed at any step: nothing is lost, nothing is sent twice (R5). A real kill each."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from communications.channels import BY_HAND, CHANNELS, CrashPolicy
from communications.models import Message, Touch
from communications.services import sending
from tests.communications.letters import fate, make_reader, queue, run_out
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = 137
# the functions of services.sending after which the process is gone
STEPS = ("claim", "begin", "call", "record")
CALLED = ("call", "record")
# what a message has come to after another sweep or two, by policy and step
OUTCOMES = {
    CrashPolicy.RECONCILE: dict.fromkeys(STEPS, ("sent", 1)),
    CrashPolicy.AT_MOST_ONCE: {
        "claim": ("sent", 1),
        "begin": ("needs_attention", 0),
        "call": ("needs_attention", 1),
        "record": ("sent", 1),
    },
}
# the provider of each channel; a channel without one has no crash test and fails the build.
# What people carry by hand is killed in test_letters.py
PROVIDERS = {"sms": "sms", "email": "mail", "messenger": "messenger"}

DIES_QUEUEING = """
from communications.services import message_moves
from tests.communications.letters import queue
from customers.models import Customer
customer = Customer.objects.get(pk={customer})
queue(customer.relations.get().dealership, customer, channel="{channel}")
os._exit(137)
"""
DIES_SENDING = """
from communications.services import sending
from tests.factories import NOW

go_on = sending.{step}

def and_die(*given, **named):
    go_on(*given, **named)
    os._exit(137)

sending.{step} = and_die
sending.send_due(at=NOW)
"""


def killed(code: str, provider) -> None:
    """Run the code in a process of its own, on the database and providers of this test."""
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "dealercrm.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{getattr(provider, 'port', 1)}",
        "SMS_URL": getattr(provider, "url", ""),
        "MESSENGER_URL": getattr(provider, "url", ""),
        "OUTGOING_ORIGINS": getattr(provider, "origin", ""),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"import os, django; django.setup()\n{code}"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == KILLED, done.stderr


def sweep_until_quiet(message: Message) -> None:
    """The other senders of the day: leases run out, and nothing is left to do."""
    for _turn in range(3):
        message.refresh_from_db()
        if message.locked_until:
            run_out(message)
        sending.send_due(at=NOW)


@pytest.fixture(params=sorted(CHANNELS.keys() - BY_HAND))
def channel(request) -> str:
    return request.param


@pytest.fixture
def provider(channel, request):
    return request.getfixturevalue(PROVIDERS[channel])


def test_every_channel_has_a_policy_and_a_crash_test(db):
    assert PROVIDERS.keys() == CHANNELS.keys() - BY_HAND
    assert {"letter"} == BY_HAND
    for name in PROVIDERS:
        policy = CHANNELS[name].policy
        assert isinstance(policy, CrashPolicy)
        assert OUTCOMES[policy].keys() == set(STEPS)


def test_queued_and_killed(dealership, channel, provider):
    reader = make_reader(dealership)

    killed(DIES_QUEUEING.format(customer=reader.pk, channel=channel), provider)
    message = Message.objects.get()
    sweep_until_quiet(message)

    assert fate(message)[0] == "sent"
    assert provider.taken == {str(message.uid): 1}


@pytest.mark.parametrize("step", STEPS)
def test_killed_while_sending(dealership, channel, provider, step):
    message = queue(dealership, channel=channel)

    killed(DIES_SENDING.format(step=step), provider)
    assert provider.taken.total() == (step in CALLED)
    sweep_until_quiet(message)

    state, times = OUTCOMES[CHANNELS[channel].policy][step]
    assert fate(message)[0] == state
    assert provider.taken == ({str(message.uid): times} if times else {})
    assert Touch.objects.count() == (1 if state == "sent" else 0)


def test_sending_again_blindly_would_send_twice(dealership, sms, monkeypatch):
    """The control: with the other policy the same crash doubles the message."""
    monkeypatch.setattr(CHANNELS["sms"], "policy", CrashPolicy.AT_LEAST_ONCE, raising=False)
    message = queue(dealership)

    killed(DIES_SENDING.format(step="call"), sms)
    for _turn in range(2):
        message.refresh_from_db()
        if message.locked_until:
            run_out(message)
        sending.send_due(at=max(NOW, message.not_before))
        message.refresh_from_db()
    sending.send_due(at=message.not_before)

    assert sms.taken == {str(message.uid): 2}

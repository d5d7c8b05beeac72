"""A process killed at any step: nothing is lost, nothing is sent twice (R5). A real kill each."""

import pytest

from communications.channels import BY_HAND, CHANNELS, CrashPolicy
from communications.models import Message, Touch
from communications.services import sending
from tests.communications import letters
from tests.communications.letters import fate, make_reader, queue, run_out
from tests.factories import NOW
from tests.killed import killed_after

pytestmark = pytest.mark.django_db(transaction=True)

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

    killed_after(letters, "queue", lambda: letters.queue(dealership, reader, channel=channel))
    message = Message.objects.get()
    sweep_until_quiet(message)

    assert fate(message)[0] == "sent"
    assert provider.taken == {str(message.uid): 1}


@pytest.mark.parametrize("step", STEPS)
def test_killed_while_sending(dealership, channel, provider, step):
    message = queue(dealership, channel=channel)

    killed_after(sending, step, lambda: sending.send_due(at=NOW))
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

    killed_after(sending, "call", lambda: sending.send_due(at=NOW))
    for _turn in range(2):
        message.refresh_from_db()
        if message.locked_until:
            run_out(message)
        sending.send_due(at=max(NOW, message.not_before))
        message.refresh_from_db()
    sending.send_due(at=message.not_before)

    assert sms.taken == {str(message.uid): 2}

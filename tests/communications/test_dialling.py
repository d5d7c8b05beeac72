"""Click to call, through a real exchange on localhost that tells of it by signed webhooks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communications.models import CallEvent, PhoneCall
from communications.services.call_events import receive
from communications.telephony import secrets_of
from communications.telephony.simulated_calls import Scene
from communications.telephony.simulator import Faults, Simulator
from tests.communications.calls import (
    MASTER,
    dial,
    make_call,
    tell,
)
from tests.factories import NOW


@pytest.fixture
def exchange(settings, live_server, tmp_path):
    """Tells everything at once; faults are set by the test."""
    settings.TELEPHONY_SECRETS = [MASTER]
    settings.TELEPHONY_TOKEN = "token"
    settings.RECORDINGS_ROOT = tmp_path
    simulator = Simulator(
        hook=f"{live_server.url}/hooks/telephony/",
        secret_of=lambda slug: secrets_of(slug)[0],
        clock=timezone.now,
        token="token",
        pace=0,
        scenes=lambda _number: Scene(talk=3.0),
    )
    with simulator.serve():
        settings.TELEPHONY_URL = simulator.url
        settings.OUTGOING_ORIGINS = [simulator.url]
        yield simulator


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "faults",
    [
        Faults(),
        Faults(copies=3, is_shuffled=True),
        Faults(lost_answers=4),
        Faults(copies=2, is_shuffled=True, lost_answers=3, late=0.5),
    ],
    ids=["quiet", "doubled and shuffled", "lost answers", "everything"],
)
def test_a_click_rings_talks_and_is_recorded_whatever_goes_wrong(
    exchange, dealership, operator, faults
):
    exchange.faults = faults

    dial(dealership, operator)
    exchange.wait_until_quiet()

    call = PhoneCall.objects.get()
    assert (call.state, call.seconds, call.user, call.rings) == ("talked", 3, operator, 1)
    assert call.provider_id == next(iter(exchange.taken.values()))
    assert call.recording.size > 1000
    assert CallEvent.objects.count() == 4
    assert set(exchange.answers) <= {0, 204}  # 0: on a slow machine an answer came too late


@pytest.mark.django_db(transaction=True)
def test_two_clicks_are_one_call(exchange, dealership, operator):
    at = timezone.now()
    exchange.scenes = lambda _number: Scene(talk=None, answer=60)
    exchange.pace = 1.0  # it rings for a minute

    first = dial(dealership, operator, at=at)
    again = dial(dealership, operator, at=at + timedelta(seconds=2))

    assert first == again
    assert len(exchange.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_an_exchange_that_refuses_leaves_a_failed_call(exchange, dealership, operator, settings):
    settings.TELEPHONY_TOKEN = "another"

    call = dial(dealership, operator)

    assert (call.state, call.error[:3]) == ("failed", "401")


def test_an_exchange_that_is_not_there_leaves_a_failed_call(dealership, operator, settings):
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    settings.OUTGOING_ORIGINS = ["http://127.0.0.1:9"]

    assert dial(dealership, operator).state == "failed"


def test_an_exchange_off_the_list_is_not_asked(dealership, operator, settings):
    settings.TELEPHONY_URL = "http://127.0.0.1:9"
    settings.OUTGOING_ORIGINS = []

    assert "OUTGOING_ORIGINS" in dial(dealership, operator).error


def test_events_may_be_quicker_than_the_answer(dealership, operator, deaf):
    """The exchange's number was unknown when its first event came: no call is doubled."""
    ours = make_call(dealership, direction="out", provider_id="", state="dialling", ended_at=None)
    PhoneCall.objects.filter(pk=ours.pk).update(is_dialled=True, user=operator)
    receive(dealership=dealership, told=tell("ringing"), at=NOW)
    assert PhoneCall.objects.count() == 2

    receive(dealership=dealership, told=tell("answered", our_id=str(ours.uid)), at=NOW)

    call = PhoneCall.objects.get()
    assert (call.pk, call.state, call.rings) == (ours.pk, "talking", 1)
    assert call.events.count() == 2


def test_our_number_of_another_dealership_is_nobody_s(dealership, sister, deaf):
    theirs = make_call(sister, provider_id="", state="dialling", ended_at=None)

    receive(dealership=dealership, told=tell("ended", our_id=str(theirs.uid)), at=NOW)

    theirs.refresh_from_db()
    assert theirs.state == "dialling"
    assert PhoneCall.objects.for_dealership(dealership).count() == 1

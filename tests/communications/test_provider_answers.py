"""What becomes of a message by the answer of its provider."""

from datetime import timedelta

import pytest

from communications.models import Touch
from communications.services import sending
from tests.communications.letters import (
    fate,
    queue,
    run_out,
)
from tests.factories import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = NOW + timedelta(hours=12)  # midnight in Moscow


@pytest.fixture(autouse=True)
def providers(sms, mail):
    """Both are there unless a test takes them away."""


@pytest.mark.parametrize("status", [429, 503])
def test_a_provider_that_refuses_for_now_is_tried_again_later_and_later(dealership, sms, status):
    sms.says = [status, status]
    message = queue(dealership)

    sending.send_due(at=NOW)
    assert fate(message) == ("queued", "temporary")
    first = message.not_before - NOW
    sending.send_due(at=message.not_before)
    tried = message.not_before
    message.refresh_from_db()
    second = message.not_before - tried
    sending.send_due(at=message.not_before)

    assert timedelta(0) < first < second
    assert fate(message) == ("sent", "")
    assert sms.taken == {str(message.uid): 1}


def test_after_many_refusals_it_is_given_up(dealership, sms):
    sms.says = [503] * 20
    message = queue(dealership)
    at = NOW

    while fate(message)[0] == "queued":
        at = max(at, message.not_before)
        sending.send_due(at=at)

    assert fate(message) == ("failed", "gave_up")
    assert len(sms.bodies) == 7
    assert "503" in message.error


def test_nobody_listening_is_a_refusal_for_now(dealership, sms, settings):
    settings.EMAIL_PORT = 1
    settings.SMS_URL = "http://127.0.0.1:1/"
    settings.OUTGOING_ORIGINS = ["http://127.0.0.1:1"]
    letter, text = queue(dealership, channel="email"), queue(dealership)

    sending.send_due(at=NOW)

    assert fate(letter) == fate(text) == ("queued", "temporary")


def test_an_address_off_the_list_is_never_called(dealership, sms, settings):
    settings.OUTGOING_ORIGINS = []
    message = queue(dealership)

    sending.send_due(at=NOW)

    assert fate(message) == ("queued", "temporary")
    assert "OUTGOING_ORIGINS" in message.error
    assert not sms.bodies


def test_a_redirect_is_not_followed(dealership, sms):
    sms.says = [307]
    message = queue(dealership)

    sending.send_due(at=NOW)

    assert len(sms.bodies) == 1
    assert fate(message)[0] == "sending"


@pytest.mark.parametrize(
    ("status", "why", "is_wrong"), [(400, "refused", False), (422, "bad_address", True)]
)
def test_a_final_refusal_of_an_sms(dealership, sms, status, why, is_wrong):
    sms.says = [status]
    message = queue(dealership)

    sending.send_due(at=NOW)

    assert fate(message) == ("failed", why)
    assert message.customer.contact_points.phones().not_wrong().exists() is not is_wrong
    assert not Touch.objects.exists()


@pytest.mark.parametrize(
    ("refuses", "outcome", "is_wrong"),
    [
        ({"RCPT": "550 5.1.1 nobody here"}, ("failed", "bad_address"), True),
        ({"RCPT": "450 4.2.0 come again"}, ("queued", "temporary"), False),
        ({"DATA": "554 5.7.1 no such words"}, ("failed", "refused"), False),
        ({"DATA": "451 4.3.0 not now"}, ("queued", "temporary"), False),
    ],
)
def test_a_mail_server_refuses(dealership, mail, refuses, outcome, is_wrong):
    mail.refuses = refuses
    message = queue(dealership, channel="email")

    sending.send_due(at=NOW)

    assert fate(message) == outcome
    assert next(iter(refuses.values()))[:3] in message.error
    assert message.customer.contact_points.emails().not_wrong().exists() is not is_wrong


def test_a_mail_cut_off_after_it_was_taken_goes_to_a_person(dealership, mail):
    mail.drops = 1
    message = queue(dealership, channel="email")

    sending.send_due(at=NOW)
    sending.send_due(at=NOW + HOUR)

    assert fate(message) == ("needs_attention", "unknown")
    assert mail.taken == {str(message.uid): 1}


def test_an_sms_cut_off_after_it_was_taken_is_asked_for_and_not_sent_again(dealership, sms):
    sms.drops = 1
    message = queue(dealership)

    sending.send_due(at=NOW)
    assert fate(message)[0] == "sending"
    run_out(message)
    sending.send_due(at=NOW + HOUR)

    assert fate(message) == ("sent", "")
    assert sms.asked == [str(message.uid)]
    assert sms.taken == {str(message.uid): 1}
    assert Touch.objects.count() == 1


def test_an_sms_that_broke_the_provider_is_sent_again_when_they_do_not_know_it(dealership, sms):
    sms.says = [500]
    message = queue(dealership)

    sending.send_due(at=NOW)
    run_out(message)
    sending.send_due(at=NOW + HOUR)

    assert fate(message) == ("sent", "")
    assert sms.taken == {str(message.uid): 1}


def test_a_fate_that_nobody_tells_goes_to_a_person(dealership, sms):
    sms.drops, sms.is_deaf = 1, True
    message = queue(dealership)

    sending.send_due(at=NOW)
    while fate(message)[0] == "sending":
        run_out(message)
        sending.send_due(at=NOW + HOUR)

    assert fate(message) == ("needs_attention", "unknown")
    assert sms.taken == {str(message.uid): 1}


def test_a_channel_that_breaks_leaves_the_rest_alone(dealership, sms, mail, monkeypatch):
    monkeypatch.setattr(
        "communications.channels.email._mail", lambda message: message.no_such_thing
    )
    letter, text = queue(dealership, channel="email"), queue(dealership)

    sending.send_due(at=NOW)

    assert fate(letter) == ("needs_attention", "unknown")
    assert fate(text) == ("sent", "")


def test_a_turn_ends_when_its_time_is_over(dealership, sms):
    for _number in range(3):
        queue(dealership)
    left = iter([True, True, True, False])

    # asked before settling, and before each message
    assert sending.send_due(at=NOW, may_go_on=lambda: next(left)) == 2

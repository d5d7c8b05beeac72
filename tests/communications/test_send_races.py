"""Two sweeps, a late sender, a withdrawal at the wrong moment: once, or never (R4, S15)."""

import threading

import pytest
from django.db import connections

from communications.models import Message, Touch
from communications.services import sending
from customers import withdrawals
from customers.services.customers import stop_calls
from tests.communications.letters import fate, history, make_reader, queue, run_out
from tests.factories import NOW, say
from tests.followups.racing import in_processes

WAITING = 24


# --- Withdrawal (S15) -------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("channel", ["sms", "any"])
def test_a_withdrawal_cancels_what_is_queued_at_once(dealership, sms, operator, channel):
    message = queue(dealership)

    say(message.customer, dealership, channel=channel, is_granted=False)

    assert fate(message) == ("cancelled", "withdrawn")
    sending.send_due(at=NOW)
    assert not sms.taken


@pytest.mark.django_db
def test_a_withdrawal_leaves_what_it_does_not_concern(dealership, sms, mail):
    reader = make_reader(dealership)
    notice, advertising, letter = (
        queue(dealership, reader),
        queue(dealership, reader, purpose="advertising"),
        queue(dealership, reader, channel="email"),
    )

    say(reader, dealership, purpose="advertising", is_granted=False)
    say(reader, dealership, channel="sms", is_granted=False)

    assert [fate(each)[0] for each in (notice, advertising, letter)] == [
        "cancelled",
        "cancelled",
        "queued",
    ]


@pytest.mark.django_db
def test_do_not_call_cancels_the_sms_and_not_the_letter(dealership, sms, mail):
    reader = make_reader(dealership)
    text, letter = queue(dealership, reader), queue(dealership, reader, channel="email")

    stop_calls(customer=reader, by=None, at=NOW)

    assert (fate(text)[0], fate(letter)[0]) == ("cancelled", "queued")


@pytest.mark.django_db
def test_a_withdrawal_reaches_what_a_sender_has_claimed(dealership, sms):
    message = queue(dealership)
    claimed = sending.claim(Message.objects.due(at=NOW))

    say(message.customer, dealership, is_granted=False)

    assert not sending.begin(claimed, at=NOW)
    assert fate(message) == ("cancelled", "withdrawn")
    assert history(message)[-1] == ("cancelled", "withdrawn")
    assert not sms.taken


@pytest.mark.django_db
def test_the_last_question_finds_a_withdrawal_that_stopped_nothing(dealership, sms, monkeypatch):
    """Either guard is enough: here the one at the moment of withdrawing is taken away."""
    monkeypatch.delitem(withdrawals._stops, "communications")
    message = queue(dealership)
    claimed = sending.claim(Message.objects.due(at=NOW))

    say(message.customer, dealership, is_granted=False)

    assert not sending.begin(claimed, at=NOW)
    assert fate(message) == ("cancelled", "no_consent")


@pytest.mark.django_db
def test_asked_only_when_queued_it_would_go_out_after_a_withdrawal(dealership, sms, monkeypatch):
    """The control: without both guards the customer is written to."""
    monkeypatch.delitem(withdrawals._stops, "communications")
    monkeypatch.setattr(sending, "put_away", lambda message, at: False)
    message = queue(dealership)

    say(message.customer, dealership, is_granted=False)
    sending.send_due(at=NOW)

    assert sms.taken == {str(message.uid): 1}


@pytest.mark.django_db
def test_a_message_whose_fate_was_asked_is_not_sent_again_after_a_withdrawal(dealership, sms):
    sms.says = [500]
    message = queue(dealership)
    sending.send_due(at=NOW)

    say(message.customer, dealership, is_granted=False)
    run_out(message)
    sending.send_due(at=NOW)

    assert fate(message) == ("cancelled", "no_consent")
    assert not sms.taken


# --- Senders ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_each_message_once(dealership, sms):
    messages = [queue(dealership) for _number in range(WAITING)]

    sent = in_processes(_sweep, [(), ()])

    assert sum(sent) == WAITING
    assert sms.taken == {str(message.uid): 1 for message in messages}
    assert Touch.objects.count() == WAITING


def _sweep() -> int:
    return sending.send_due(at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_comes_back_late_changes_nothing(dealership, sms):
    """Its lease ran out while the provider was slow; another has settled the message."""
    message = queue(dealership)
    sms.may_answer.clear()
    late = threading.Thread(target=_send_and_close)
    late.start()
    assert sms.has_post.wait(timeout=120)

    sms.taken[str(message.uid)] += 1  # taken, and only the answer is slow
    run_out(message)
    sending.send_due(at=NOW)
    settled = history(message)
    sms.taken.clear()
    sms.may_answer.set()
    late.join()

    assert fate(message) == ("sent", "")
    assert history(message) == settled
    assert Touch.objects.count() == 1


def _send_and_close() -> None:
    sending.send_due(at=NOW)
    connections.close_all()

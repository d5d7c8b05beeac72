"""Sending: what goes out, when, and what waits."""

from datetime import timedelta

import pytest

from communications.models import ContactHold, Message, Touch
from communications.services import sending
from communications.services.holds import hold
from tests.communications.letters import (
    fate,
    history,
    make_reader,
    queue,
)
from tests.factories import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = NOW + timedelta(hours=12)  # midnight in Moscow


@pytest.fixture(autouse=True)
def providers(sms, mail):
    """Both are there unless a test takes them away."""


def test_an_sms_goes_out_once_with_our_number(dealership, sms, operator):
    message = queue(dealership, by=operator)

    assert sending.send_due(at=NOW) == 1
    assert sending.send_due(at=NOW + HOUR) == 0

    assert fate(message) == ("sent", "")
    assert (message.sent_at, message.provider_id) == (NOW, f"P-{message.uid}")
    assert sms.taken == {str(message.uid): 1}
    assert sms.bodies[0]["to"] == message.address
    assert history(message) == [("queued", ""), ("sending", ""), ("sent", "")]


@pytest.mark.parametrize(("token", "shown"), [("secret", "Bearer secret"), ("", None)])
def test_the_token_is_shown_to_the_provider(dealership, sms, settings, token, shown):
    settings.SMS_TOKEN = token
    message = queue(dealership)

    sending.send_due(at=NOW)

    assert fate(message) == ("sent", "")
    assert sms.tokens == [shown]


def test_an_email_goes_out_once_with_our_number(dealership, mail):
    message = queue(dealership, channel="email", purpose="advertising")

    sending.send_due(at=NOW)
    sending.send_due(at=NOW + HOUR)

    assert fate(message) == ("sent", "")
    assert mail.taken == {str(message.uid): 1}
    assert mail.mails[0]["To"] == message.address
    assert str(message.uid) in mail.mails[0]["List-Unsubscribe"]


def test_what_was_sent_stands_on_the_time_line(dealership, operator):
    message = queue(dealership, channel="email", purpose="advertising", by=operator)

    sending.send_due(at=NOW)

    touch = Touch.objects.get()
    assert (touch.channel, touch.is_advertising, touch.by) == ("email", True, operator)
    assert (touch.customer, touch.address, touch.note) == (
        message.customer, message.address, message.subject
    )  # fmt: skip


def test_nothing_goes_out_before_its_time(dealership, sms):
    message = queue(dealership, not_before=NOW + HOUR)

    assert sending.send_due(at=NOW) == 0
    assert sending.send_due(at=NOW + HOUR) == 1
    assert fate(message)[0] == "sent"


def test_nothing_goes_out_after_its_time(dealership, sms):
    message = queue(dealership, expires_at=NOW + HOUR)

    sending.send_due(at=NOW + HOUR)

    assert fate(message) == ("cancelled", "expired")
    assert not sms.taken


def test_at_night_it_waits_for_the_morning(dealership, sms):
    message = queue(dealership, at=NIGHT)

    sending.send_due(at=NIGHT)

    assert fate(message) == ("queued", "hours")
    assert not sms.taken
    assert message.not_before.astimezone(dealership.tz).hour == 9
    sending.send_due(at=message.not_before)
    assert fate(message)[0] == "sent"


def test_what_waits_longer_than_it_is_worth_is_cancelled(dealership):
    message = queue(dealership, at=NIGHT, expires_at=NIGHT + HOUR)

    sending.send_due(at=NIGHT)

    assert fate(message) == ("cancelled", "hours")


def test_a_hold_that_came_later_puts_it_off(dealership, sms):
    message = queue(dealership)
    hold(
        dealership=dealership,
        customer=message.customer,
        reason=ContactHold.Reason.ASKED,
        at=NOW,
        until=NOW + timedelta(days=2),
    )

    sending.send_due(at=NOW)

    assert fate(message) == ("queued", "hold")
    assert message.not_before >= NOW + timedelta(days=2)


def test_do_not_call_and_a_wrong_number_are_seen_at_the_last_moment(dealership, sms):
    silent, moved = queue(dealership), queue(dealership)
    silent.customer.do_not_call_since = NOW
    silent.customer.save()
    moved.customer.contact_points.update(wrong_since=NOW)

    sending.send_due(at=NOW)

    assert fate(silent) == ("cancelled", "do_not_call")
    assert fate(moved) == ("cancelled", "no_address")
    assert not sms.taken


def test_advertising_keeps_to_the_budget_and_notices_do_not(dealership, sms):
    dealership.marketing_contacts = 1
    dealership.save()
    reader = make_reader(dealership)
    first, second = (queue(dealership, reader, purpose="advertising") for _ in range(2))
    notice = queue(dealership, reader)

    sending.send_due(at=NOW)

    assert [fate(message) for message in (first, second, notice)] == [
        ("sent", ""), ("cancelled", "budget"), ("sent", ""),
    ]  # fmt: skip


def test_advertising_under_way_counts_in_the_budget(dealership, sms):
    reader = make_reader(dealership)
    first, second = (queue(dealership, reader, purpose="advertising") for _ in range(2))
    taken = sending.claim(Message.objects.due(at=NOW))
    assert sending.begin(taken, at=NOW)

    sending.send_due(at=NOW)

    assert (taken, fate(first)[0]) == (first, "sending")
    assert fate(second) == ("queued", "budget")

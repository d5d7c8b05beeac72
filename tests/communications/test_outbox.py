"""The outbox: what may be queued, and what people decide about it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from communications.models import ContactHold, Message, Touch
from communications.services import outbox, sending
from communications.services.holds import hold
from communications.services.outbox import AlreadyDecided, MayNotSend, NothingToSay
from communications.wording import Words, from_template
from tests.communications.letters import (
    WORDS,
    fate,
    history,
    make_reader,
    make_template,
    queue,
)
from tests.factories import NOW, make_customer, make_vehicle, say

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = NOW + timedelta(hours=12)  # midnight in Moscow


@pytest.fixture(autouse=True)
def providers(sms, mail):
    """Both are there unless a test takes them away."""


# --- Queueing --------------------------------------------------------------------------------


def test_a_message_waits_with_its_words_address_and_history(dealership, operator):
    reader = make_reader(dealership)

    message = queue(dealership, reader, channel="email", by=operator)

    assert (message.state, message.subject, message.text) == ("queued", *_words(WORDS))
    assert message.address == reader.contact_points.emails()[0].value
    assert history(message) == [("queued", "")]


def _words(words):
    return words.subject, words.text


def test_asked_twice_it_is_queued_once(dealership):
    reader = make_reader(dealership)

    first = queue(dealership, reader, dedupe_key="visit 7 is ready")
    second = queue(dealership, reader, dedupe_key="visit 7 is ready")

    assert first.pk == second.pk
    assert Message.objects.count() == 1


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_who_said_nothing_gets_nothing_where_the_law_asks_for_a_yes(dealership, channel):
    reader = make_reader(dealership, "satisfaction")

    with pytest.raises(MayNotSend) as refused:
        queue(dealership, reader, channel=channel, purpose="advertising")

    assert refused.value.why == "no_consent"


def test_the_newest_statement_about_the_channel_decides(dealership):
    reader = make_reader(dealership)
    say(reader, dealership, channel="sms", is_granted=False, at=NOW - HOUR)

    assert queue(dealership, reader, channel="email").state == "queued"
    with pytest.raises(MayNotSend):
        queue(dealership, reader, channel="sms")


def test_who_is_not_to_be_called_gets_no_sms_either(dealership):
    reader = make_reader(dealership, do_not_call_since=NOW - HOUR)

    with pytest.raises(MayNotSend) as refused:
        queue(dealership, reader)

    assert refused.value.why == "do_not_call"
    assert queue(dealership, reader, channel="email").state == "queued"


@pytest.mark.parametrize("fault", [{"is_valid": False}, {"wrong_since": NOW}])
def test_without_a_valid_address_nothing_is_queued(dealership, fault):
    reader = make_reader(dealership)
    reader.contact_points.update(**fault)

    for channel in ("sms", "email"):
        with pytest.raises(MayNotSend) as refused:
            queue(dealership, reader, channel=channel)
        assert refused.value.why == "no_address"


def test_an_address_of_somebody_else_is_refused(dealership):
    with pytest.raises(MayNotSend) as refused:
        queue(dealership, address="+79990000000")

    assert refused.value.why == "no_address"


def test_nobody_on_hold_is_written_to(dealership):
    reader = make_reader(dealership)
    hold(dealership=dealership, customer=reader, reason=ContactHold.Reason.ASKED, at=NOW - HOUR)

    with pytest.raises(MayNotSend) as refused:
        queue(dealership, reader)

    assert refused.value.why == "hold"


def test_what_only_has_to_wait_is_queued(dealership):
    assert queue(dealership, at=NIGHT).state == "queued"


def test_without_a_provider_it_waits_for_one(dealership, settings):
    settings.SMS_URL = ""
    message = queue(dealership)

    sending.send_due(at=NOW)

    assert fate(message) == ("queued", "no_channel")


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("sms", Words("en", "", "  ")),
        ("email", Words("en", "", "A text")),
        ("sms", Words("en", "", "Your {car} is ready")),
        ("email", Words("en", "About {date}", "A text")),
    ],
)
def test_unfinished_words_are_refused(dealership, channel, words):
    with pytest.raises(NothingToSay):
        queue(dealership, channel=channel, words=words)


def test_a_subject_is_one_line(dealership):
    words = Words("en", "Your car\r\nBcc: all@example.com", "Text")

    message = queue(dealership, channel="email", words=words)

    assert message.subject == "Your car Bcc: all@example.com"


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_advertising_says_how_to_stop_it_and_nothing_else_does(dealership, channel, language):
    words = Words(language, "Subject", "Text")

    advertising = queue(dealership, channel=channel, purpose="advertising", words=words)
    notice = queue(dealership, channel=channel, words=words)

    assert advertising.text.startswith("Text")
    assert len(advertising.text) > len("Text")
    assert notice.text == "Text"


def test_each_language_says_it_its_own_way(dealership):
    texts = {
        queue(dealership, purpose="advertising", words=Words(language, "", "T")).text
        for language in ("en", "ru", "zh-hans")
    }

    assert len(texts) == 3


def test_a_template_is_filled_in_the_language_of_the_customer(dealership):
    template = make_template(dealership)
    reader = make_customer(dealership, language="en", form_of_address="Dear Anna")
    car = make_vehicle(dealership, owner=reader)

    words = from_template(template, customer=reader, caller=None, vehicle=car)

    assert words == Words("en", "", "Dear Anna, your Skoda Octavia is ready.")


# --- Decided by people -----------------------------------------------------------------------


def test_a_person_marks_it_as_sent(unclear, operator):
    outbox.mark_sent(message=unclear, by=operator, at=NOW + HOUR)

    assert fate(unclear) == ("sent", "")
    assert unclear.events.latest("pk").by == operator
    assert Touch.objects.count() == 1


def test_a_person_sends_it_again(unclear, operator, mail):
    outbox.send_again(message=unclear, by=operator, at=NOW + HOUR)
    sending.send_due(at=NOW + HOUR)

    assert fate(unclear) == ("sent", "")
    assert mail.taken == {str(unclear.uid): 2}


def test_a_person_cancels_it(unclear, operator, dealership, sms):
    waiting = queue(dealership)

    outbox.cancel(message=unclear, by=operator, at=NOW + HOUR)
    outbox.cancel(message=waiting, by=operator, at=NOW + HOUR)
    sending.send_due(at=NOW + HOUR)

    assert fate(unclear) == fate(waiting) == ("cancelled", "by_staff")
    assert not sms.taken


@pytest.mark.parametrize("verb", [outbox.mark_sent, outbox.send_again, outbox.cancel])
def test_what_was_sent_is_decided(dealership, operator, verb):
    message = queue(dealership)
    sending.send_due(at=NOW)

    with pytest.raises(AlreadyDecided):
        verb(message=message, by=operator, at=NOW)


# --- The database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        {"state": "sent"},
        {"state": "sending"},
        {"state": "cancelled", "closed_at": NOW},
        {"state": "needs_attention"},
        {"state": "delivered", "sent_at": NOW},
        {"sent_at": NOW},
        {"closed_at": NOW},
        {"subject": "An SMS has none"},
        {"text": ""},
        {"address": ""},
        {"expires_at": NOW},
    ],
)
def test_a_row_that_contradicts_itself_is_refused(dealership, lie):
    message = queue(dealership)

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**lie)

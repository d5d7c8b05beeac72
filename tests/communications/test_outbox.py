"""The outbox: what may be queued, what goes out, and what becomes of what does not."""

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
    run_out,
    say,
)
from tests.factories import NOW, make_customer, make_vehicle

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = NOW + timedelta(hours=12)  # midnight in Moscow


@pytest.fixture(autouse=True)
def providers(sms, mail):
    """Both are there unless a test takes them away."""


# --- Queueing ---------------------------------------------------------------------------------


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


# --- Sending ----------------------------------------------------------------------------------


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


# --- Answers of the providers -----------------------------------------------------------------


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


# --- Decided by people ------------------------------------------------------------------------


@pytest.fixture
def unclear(dealership, mail):
    mail.drops = 1
    message = queue(dealership, channel="email")
    sending.send_due(at=NOW)
    return message


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


# --- The database refuses ---------------------------------------------------------------------


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

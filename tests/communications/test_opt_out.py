"""The link in advertising: its page asks and ends it, as evidence; a mail program by one click."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from communications.models import Message, OptOutLink
from communications.rules import sms as sizes
from communications.services import sending
from communications.wording import Words
from customers.models import Consent
from dealercrm.logs import without_personal_data
from tests.communications.letters import fate, make_reader, queue, say
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture(autouse=True)
def public(settings, sms, mail):
    settings.PUBLIC_URL = "https://crm.example.com"


@pytest.fixture
def reader(dealership):
    return make_reader(dealership, full_name="Anna Bell", language="en")


def advertise(dealership, reader, channel="sms", **fields):
    return queue(dealership, reader, channel=channel, purpose="advertising", **fields)


def page(message):
    return reverse("opt_out", args=[message.opt_out_link.token])


def said(reader):
    """(channel, granted, evidence, number) of what was said by a link, oldest first."""
    rows = Consent.objects.filter(customer=reader, evidence="link").order_by("pk")
    return list(rows.values_list("channel", "is_granted", "evidence_id"))


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_each_message_of_advertising_carries_a_link_of_its_own(dealership, reader, channel):
    messages = [advertise(dealership, reader, channel) for _number in range(2)]

    links = {f"https://crm.example.com{page(each)}" for each in messages}
    assert len(links) == 2
    for each in messages:
        assert f"https://crm.example.com{page(each)}" in each.text
        assert len(each.opt_out_link.token) >= 22  # 128 bits


def test_a_notice_carries_none(dealership, reader):
    message = queue(dealership, reader, purpose="service")

    assert message.text == "It is ready."
    assert not OptOutLink.objects.exists()


def test_the_link_leaves_room_in_an_sms(dealership, reader):
    reader.language = "ru"
    message = advertise(
        dealership, reader, words=Words(language="ru", subject="", text="С днём рождения! Автодом")
    )

    assert sizes.size(message.text).parts <= 2


def test_opening_the_link_asks_and_changes_nothing(dealership, reader):
    message = advertise(dealership, reader)

    answer = Client().get(page(message))
    Client().head(page(message))

    shown = answer.content.decode()
    assert "Do you want no more advertising?" in shown
    assert dealership.name in shown
    for personal in (reader.full_name, message.address):
        assert personal not in shown
    assert answer.cookies == {}
    assert answer["Referrer-Policy"] == "no-referrer"
    assert said(reader) == []
    assert fate(message) == ("queued", "")


def test_one_channel_is_ended_and_what_waited_for_it_is_cancelled(dealership, reader):
    first, second = (advertise(dealership, reader) for _number in range(2))
    mail = advertise(dealership, reader, "email")

    shown = Client().post(page(first), {"channel": "1"}, follow=True).content.decode()

    assert said(reader) == [("sms", False, first.pk)]
    assert Consent.objects.get(evidence="link").wording.endswith("SMS")
    assert "You will get no more of it" in shown
    assert fate(first) == fate(second) == ("cancelled", "withdrawn")
    assert fate(mail) == ("queued", "")


def test_everything_is_ended(dealership, reader):
    message, mail = advertise(dealership, reader), advertise(dealership, reader, "email")
    notice = queue(dealership, reader, purpose="service")

    Client().post(page(message), {"everything": "1"})

    assert said(reader) == [("any", False, message.pk)]
    assert fate(mail) == ("cancelled", "withdrawn")
    assert fate(notice) == ("queued", "")


def test_one_channel_first_and_then_everything(dealership, reader, time_machine):
    message = advertise(dealership, reader)
    Client().post(page(message), {"channel": "1"})
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)

    Client().post(page(message), {"everything": "1"})

    assert [each[:2] for each in said(reader)] == [("sms", False), ("any", False)]


@pytest.mark.parametrize("scope", ["channel", "everything"])
def test_said_again_it_changes_nothing(dealership, reader, scope):
    message = advertise(dealership, reader)

    for _time in range(3):
        Client().post(page(message), {scope: "1"})

    assert len(said(reader)) == 1


@pytest.mark.parametrize("scope", ["channel", "everything"])
def test_it_is_taken_back_on_the_same_page(dealership, reader, time_machine, scope):
    message = advertise(dealership, reader)
    Client().post(page(message), {scope: "1"})
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    assert "I want it again" in Client().get(page(message)).content.decode()

    shown = Client().post(page(message), {"again": "1"}, follow=True).content.decode()

    again = Consent.objects.filter(evidence="link").latest("pk")
    assert again.is_granted
    assert (again.agreed_to.purpose, again.agreed_to.language) == ("advertising", "en")
    assert Consent.objects.granting("advertising", "sms").filter(customer=reader).exists()
    assert "Do you want no more advertising?" in shown


def test_a_refusal_said_elsewhere_is_not_undone_by_a_link(dealership, reader):
    message = advertise(dealership, reader)
    say(reader, dealership, purpose="advertising", is_granted=False)

    shown = Client().get(page(message)).content.decode()
    Client().post(page(message), {"again": "1"})

    assert "I want it again" not in shown
    assert said(reader) == []
    assert Consent.objects.refusing("advertising", "sms").filter(customer=reader).exists()


def test_a_mail_program_ends_it_by_one_click(dealership, reader, mail):
    message = advertise(dealership, reader, "email")
    sending.send_due(at=NOW)
    headers = mail.mails[0]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].partition(">")[0].lstrip("<")
    assert url == f"https://crm.example.com{page(message)}"

    answer = Client(enforce_csrf_checks=True).post(page(message), ONE_CLICK)

    assert answer.status_code == 200  # no redirect (RFC 8058)
    assert said(reader) == [("email", False, message.pk)]


def test_without_tls_no_one_click_is_promised(dealership, reader, mail, settings):
    settings.PUBLIC_URL = "http://crm.example.com"
    advertise(dealership, reader, "email")
    sending.send_due(at=NOW)

    assert "List-Unsubscribe-Post" not in mail.mails[0]
    assert "http://crm.example.com/stop/" in mail.mails[0]["List-Unsubscribe"]


@pytest.mark.parametrize(
    ("language", "question"),
    [("ru", "Больше не присылать рекламу?"), ("zh-hans", "不再接收广告吗？")],
)
def test_the_page_speaks_the_language_of_the_message(dealership, language, question):
    reader = make_reader(dealership, language=language)
    words = Words(language=language, subject="", text="!")
    message = advertise(dealership, reader, words=words)

    answer = Client().get(page(message), headers={"Accept-Language": "en"})

    assert question in answer.content.decode()
    assert answer["Content-Language"] == language


def test_it_needs_no_login_no_cookie_and_no_csrf_token(dealership, reader):
    message = advertise(dealership, reader)

    answer = Client(enforce_csrf_checks=True).post(page(message), {"channel": "1"})

    assert answer.status_code == 302
    assert len(said(reader)) == 1


def test_who_tries_tokens_is_told_to_wait_and_a_real_one_still_works(dealership, reader):
    message = advertise(dealership, reader)
    client = Client(REMOTE_ADDR="192.0.2.77")

    answers = [client.get(f"/stop/{number:022d}/").status_code for number in range(25)]

    assert answers[:20] == [404] * 20
    assert set(answers[20:]) == {429}
    assert client.get(page(message)).status_code == 200


def test_one_link_is_not_posted_to_without_end(dealership, reader):
    message = advertise(dealership, reader)

    answers = [Client().post(page(message), {"channel": "1"}).status_code for _n in range(25)]

    assert set(answers[:20]) == {302}
    assert set(answers[20:]) == {429}


def test_the_token_stays_out_of_the_logs():
    assert "abcDEF-_123" not in without_personal_data("GET /stop/abcDEF-_123/")


def test_the_link_of_a_message_follows_its_customer_into_the_card_that_is_kept(dealership, reader):
    message = advertise(dealership, reader)
    kept = make_reader(dealership)
    Message.objects.filter(pk=message.pk).update(customer=kept)

    Client().post(page(message), {"channel": "1"})

    assert said(kept) == [("sms", False, message.pk)]
    assert said(reader) == []

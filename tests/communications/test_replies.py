"""What customers write: whose it is, what it withdraws, what it holds back, who handles it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from communications import may_send
from communications.models import InboundMessage, Message
from communications.services import inbox, incoming, sending
from communications.services.outbox import MayNotSend
from customers.models import Consent, ContactPoint
from tests.communications.letters import WORDS, fate, make_reader, queue, say
from tests.communications.signing import SECRET, reply, tell
from tests.factories import NOW, make_customer

pytestmark = pytest.mark.django_db
PHONE = "+79165550001"


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.SMS_WEBHOOK_SECRETS = [SECRET]


@pytest.fixture
def provider():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def reader(dealership):
    return make_reader(dealership)


def phone_of(customer):
    return customer.contact_points.get(kind="phone").value


def write(customer, text="When can I come?", *, at=NOW, **fields):
    return incoming.take(
        incoming=incoming.Incoming(
            **{
                "source": "sms",
                "event_id": f"{customer.pk} {text} {at}",
                "channel": "sms",
                "address": phone_of(customer),
                "text": text,
                "said_at": at,
                **fields,
            }
        ),
        at=at,
    )


# --- Whose it is


def test_it_stands_with_the_customer_who_has_the_number(provider, dealership, reader):
    assert tell(provider, reply(phone_of(reader).removeprefix("+"))).status_code == 204

    found = InboundMessage.objects.get()
    assert (found.customer, found.dealership, found.text) == (
        reader,
        dealership,
        "When can I come?",
    )
    assert reader.touches.get().direction == "in"


def test_told_twice_it_is_there_once(provider, reader):
    for _time in range(3):
        tell(provider, reply(phone_of(reader)), number="same")

    assert InboundMessage.objects.count() == 1


def test_without_the_inbox_of_events_it_would_be_there_twice(provider, reader, monkeypatch):
    """The control: nobody asks whether the event was taken before."""
    monkeypatch.setattr(incoming.receipts, "note", lambda **_event: True)
    for _time in range(2):
        tell(provider, reply(phone_of(reader)), number="same")

    assert InboundMessage.objects.count() == 2


def test_of_two_with_one_number_it_is_the_one_we_wrote_to(dealership, reader, sms):
    other = make_reader(dealership)
    ContactPoint.objects.create(customer=other, kind="phone", value=phone_of(reader))
    message = queue(dealership, reader)
    sending.send_due(at=NOW)

    found = write(reader)

    assert (found.customer, found.answers) == (reader, message)


def test_of_two_with_one_number_nobody_guesses(dealership, reader):
    other = make_reader(dealership)
    ContactPoint.objects.create(customer=other, kind="phone", value=phone_of(reader))

    assert write(reader).customer is None


def test_an_unknown_sender_is_kept_until_somebody_knows_them(dealership, operator):
    incoming.take(
        incoming=incoming.Incoming(
            source="sms", event_id="1", channel="sms", address="8 916 555-00-01", text="Hello"
        ),
        at=NOW,
    )
    found = InboundMessage.objects.get()
    assert (found.customer, found.address) == (None, PHONE)
    customer = make_customer(dealership)

    incoming.assign(reply=found, customer=customer, by=operator, at=NOW)

    found.refresh_from_db()
    assert found.customer == customer
    with pytest.raises(inbox.AlreadyKnown):
        incoming.assign(reply=found, customer=customer, by=operator, at=NOW)


def test_the_message_that_is_answered_says_whose_it_is(dealership, sister, reader, sms):
    message = queue(sister, make_reader(sister))
    sending.send_due(at=NOW)

    found = write(reader, answers=[message.uid], address="somebody@else")

    assert (found.dealership, found.customer) == (sister, message.customer)


def test_the_slug_says_whose_number_was_written_to(provider, dealership, sister):
    tell(provider, reply(PHONE, dealership=sister.slug))

    assert InboundMessage.objects.get().dealership == sister


# --- What it withdraws


@pytest.mark.parametrize(
    "text", ["STOP", " stop. ", "Стоп!", "退订", "ＳＴＯＰ", "stop stop please"]
)
def test_stop_withdraws_advertising_by_that_channel_as_evidence(reader, text):
    found = write(reader, text)

    said = Consent.objects.current().get(customer=reader, channel="sms")
    assert (said.purpose, said.is_granted, said.evidence) == ("advertising", False, "reply")
    assert (said.wording, said.evidence_id) == (found.text, found.pk)
    assert found.is_opt_out
    assert Consent.objects.holds(reader, "advertising", "email", NOW)


@pytest.mark.parametrize(
    "text", ["Can I stop by tomorrow?", "Не могу остановиться", "取消预约改到明天"]
)
def test_words_that_only_sound_so_withdraw_nothing(reader, text):
    assert not write(reader, text).is_opt_out
    assert Consent.objects.holds(reader, "advertising", "sms", NOW)


def test_after_stop_what_was_queued_is_never_sent(dealership, reader, sms):
    message = queue(dealership, reader, purpose="advertising")

    write(reader, "STOP")
    sending.send_due(at=NOW + timedelta(days=3))

    assert fate(message) == ("cancelled", "withdrawn")
    assert not sms.taken


def test_stop_reaches_what_a_sender_has_in_hand(dealership, reader, sms):
    message = queue(dealership, reader, purpose="advertising")
    claimed = sending.claim(Message.objects.due(at=NOW))

    write(reader, "STOP")

    assert not sending.begin(claimed, at=NOW)
    assert fate(message)[0] == "cancelled"


def test_stop_of_a_stranger_counts_for_everybody_with_the_number(dealership, reader):
    other = make_reader(dealership)
    ContactPoint.objects.create(customer=other, kind="phone", value=phone_of(reader))

    write(reader, "STOP")

    assert not Consent.objects.holds(reader, "advertising", "sms", NOW)
    assert not Consent.objects.holds(other, "advertising", "sms", NOW)


def test_stop_counts_when_the_stranger_becomes_known(dealership, operator):
    incoming.take(
        incoming=incoming.Incoming(
            source="sms", event_id="1", channel="sms", address=PHONE, text="стоп"
        ),
        at=NOW,
    )
    customer = make_reader(dealership)

    incoming.assign(reply=InboundMessage.objects.get(), customer=customer, by=operator, at=NOW)

    assert not Consent.objects.holds(customer, "advertising", "sms", NOW)


# --- What it holds back


def test_automatic_messages_wait_until_a_person_has_handled_it(dealership, reader, operator, sms):
    message = queue(dealership, reader)
    found = write(reader)

    sending.send_due(at=NOW)
    assert fate(message) == ("queued", "reply")
    sending.send_due(at=NOW + timedelta(hours=2))
    assert not sms.taken

    later = NOW + timedelta(hours=3)
    inbox.handle(reply=found, by=operator, at=later)
    sending.send_due(at=later)
    assert fate(message)[0] == "sent"


def test_what_somebody_writes_by_hand_goes_out(dealership, reader, operator, sms):
    write(reader)
    message = queue(dealership, reader, by=operator)

    sending.send_due(at=NOW)

    assert fate(message)[0] == "sent"


def test_two_open_replies_hold_back_until_both_are_handled(dealership, reader, operator, sms):
    message = queue(dealership, reader)
    first, second = write(reader), write(reader, "Hello?")
    sending.send_due(at=NOW)

    inbox.handle(reply=first, by=operator, at=NOW)
    sending.send_due(at=NOW)
    assert fate(message) == ("queued", "reply")

    inbox.handle(reply=second, by=operator, at=NOW)
    sending.send_due(at=NOW)
    assert fate(message)[0] == "sent"


def test_an_answer_needs_no_consent_for_the_customer_asked(dealership):
    silent = make_customer(dealership, phone="+79165550002")
    with pytest.raises(MayNotSend):
        queue(dealership, silent)

    found = write(silent)

    assert queue(dealership, silent, answers=found, words=WORDS).state == "queued"
    with pytest.raises(MayNotSend):
        queue(dealership, silent, answers=found, purpose="advertising")


def test_who_refused_is_not_answered_there_either(dealership, reader):
    say(reader, dealership, purpose="service", is_granted=False, at=NOW - timedelta(days=1))
    found = write(reader)

    with pytest.raises(MayNotSend):
        queue(dealership, reader, answers=found)


def test_another_dealership_s_messages_do_not_wait(dealership, sister, reader, sms):
    sister.customer_relations.create(holding=sister.holding, customer=reader)
    message = queue(sister, reader)
    write(reader, dealership=dealership.slug)

    assert may_send.refusal(message=message, at=NOW) is None


# --- The page


@pytest.fixture
def client(client_as, operator):
    return client_as(operator)


def page(client, dealership, query=""):
    return client.get(reverse("communications:reply_list", args=[dealership.slug]) + query)


def do(client, found, verb, **data):
    address = reverse(f"communications:reply_{verb}", args=[found.dealership.slug, found.pk])
    return client.post(address, data, follow=True)


def test_the_bar_says_how_many_wait(client, dealership, reader):
    write(reader)

    shown = page(client, dealership).text

    assert 'class="bar-count" aria-hidden="true">1<' in shown


def test_the_filters_and_the_search(client, dealership, reader, operator):
    known = write(reader, "About the brakes")
    stranger = InboundMessage.objects.create(
        dealership=dealership, channel="email", address="x@example.com", text="Hi", received_at=NOW
    )
    done = write(reader, "Thanks")
    inbox.handle(reply=done, by=operator, at=NOW)

    def shown(query):
        text = page(client, dealership, query).text
        return [f'id="reply-{each.pk}"' in text for each in (known, stranger, done)]

    assert shown("") == [True, True, False]
    assert shown("?state=handled") == [False, False, True]
    assert shown("?state=all") == [True, True, True]
    assert shown("?sender=unknown") == [False, True, False]
    assert shown("?sender=known") == [True, False, False]
    assert shown("?q=BRAKES") == [True, False, False]
    assert shown(f"?q={reader.full_name}") == [True, False, False]
    assert shown("?channel=email") == [False, True, False]


def test_marked_as_handled_and_taken_back(client, dealership, reader, operator):
    found = write(reader)

    assert "marked as handled" in do(client, found, "handle").text
    found.refresh_from_db()
    assert (found.handled_by, found.how) == (operator, "marked")
    assert "Somebody else" in do(client, found, "handle").text

    do(client, found, "reopen")
    found.refresh_from_db()
    assert found.handled_at is None


def test_the_sender_is_found_and_named(client, dealership, reader):
    found = InboundMessage.objects.create(
        dealership=dealership, channel="sms", address=PHONE, text="Hi", received_at=NOW
    )
    address = reverse("communications:reply_sender", args=[dealership.slug, found.pk])

    assert reader.full_name in client.get(f"{address}?who={reader.full_name}").text
    assert client.post(address, {"customer": reader.pk}).status_code == 302

    found.refresh_from_db()
    assert found.customer == reader


@pytest.mark.parametrize("number", ["", "x", "999999999999", "9" * 30])
def test_nobody_can_be_named_who_is_not_here(client, dealership, number):
    found = InboundMessage.objects.create(
        dealership=dealership, channel="sms", address=PHONE, text="Hi", received_at=NOW
    )
    address = reverse("communications:reply_sender", args=[dealership.slug, found.pk])

    assert client.post(address, {"customer": number}).status_code == 404


def test_an_answer_goes_back_the_same_way_and_handles_it(client, dealership, reader):
    found = write(reader)
    address = reverse("communications:message_write", args=[dealership.slug, reader.pk])
    form = client.get(f"{address}?reply={found.pk}")
    assert "When can I come?" in form.text
    assert form.context["form"].initial["channel"] == "sms"

    client.post(
        address,
        {
            "channel": "sms", "purpose": "service", "text": "Tomorrow at ten",
            "token": "5f0c1b8e-0000-4000-8000-000000000001", "reply": found.pk,
        },
    )  # fmt: skip

    found.refresh_from_db()
    message = Message.objects.get(text="Tomorrow at ten")
    assert (message.answers, message.address) == (found, phone_of(reader))
    assert found.how == "answered"


def test_as_many_queries_for_one_reply_as_for_three(
    client, dealership, reader, django_assert_max_num_queries
):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    write(reader)
    page(client, dealership)
    with CaptureQueriesContext(connection) as one:
        page(client, dealership)
    for text in ("Two", "Three"):
        write(make_reader(dealership), text)
    with CaptureQueriesContext(connection) as three:
        page(client, dealership)

    assert len(one) == len(three)


def test_the_export_is_for_heads(client, client_as, dealership, dealer_head, reader):
    write(reader, "=1+1")
    address = reverse("communications:reply_export", args=[dealership.slug, "csv"])

    assert client.get(address).status_code == 403
    exported = client_as(dealer_head).get(address).getvalue().decode("utf-8-sig")
    assert "'=1+1" in exported

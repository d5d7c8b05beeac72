"""What providers tell: let in by its signature only, kept before it is answered, once."""

import binascii
import json
import uuid
from base64 import b64decode
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from django.test import Client

from communications.models import InboundMessage, Message, ProviderEvent
from communications.services import sending
from customers.models import ContactPoint
from tests.communications.letters import fate, history, make_reader, queue
from tests.communications.signing import OTHER_SECRET, SECRET, post, receipt, reply, signed, tell
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.SMS_WEBHOOK_SECRETS = [SECRET]
    settings.MESSENGER_WEBHOOK_SECRETS = [OTHER_SECRET]


@pytest.fixture
def provider():
    """As a provider comes: without a cookie, and with the checks of a browser's forms on."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def sent(dealership, sms):
    message = queue(dealership)
    sending.send_due(at=NOW)
    message.refresh_from_db()
    return message


def test_a_delivery_over_real_http(live_server, transactional_db, dealership, sms):
    message = queue(dealership)
    sending.send_due(at=NOW)
    body, headers = signed(receipt(message))

    answer = httpx.post(f"{live_server.url}/webhooks/sms/", content=body, headers=headers)

    assert answer.status_code == 204
    assert fate(message) == ("delivered", "")


def test_delivered_and_read(provider, sent):
    assert tell(provider, receipt(sent, at=NOW)).status_code == 204
    tell(provider, receipt(sent, "read", at=NOW + timedelta(minutes=5)))

    sent.refresh_from_db()
    assert (sent.state, sent.delivered_at, sent.read_at) == (
        "delivered",
        NOW,
        NOW + timedelta(minutes=5),
    )
    assert [state for state, _why in history(sent)][-2:] == ["delivered", "delivered"]


def test_failed_after_it_was_sent_leaves_the_address_alone(provider, sent):
    tell(provider, receipt(sent, "failed", error="phone switched off"))

    sent.refresh_from_db()
    assert (sent.state, sent.why, sent.error) == ("failed", "undelivered", "phone switched off")
    assert not ContactPoint.objects.filter(wrong_since__isnull=False).exists()


def test_no_such_number_marks_it_and_it_is_used_no_more(provider, sent, dealership):
    tell(provider, receipt(sent, "failed", reason="bad_address", at=NOW))

    assert fate(sent) == ("failed", "bad_address")
    assert ContactPoint.objects.get(value=sent.address).wrong_since == NOW
    with pytest.raises(Exception, match="no_address"):
        queue(dealership, sent.customer)


def test_the_customer_s_page_shows_what_became_of_it(
    provider, sent, dealership, client_as, operator
):
    tell(provider, receipt(sent, "failed", reason="bad_address"))
    client = client_as(operator)

    page = client.get(f"/d/{dealership.slug}/customers/{sent.customer_id}/").text
    line = client.get(f"/d/{dealership.slug}/customers/{sent.customer_id}/timeline/").text

    assert "wrong number" in page
    assert "not delivered: the address does not exist" in page + line


def test_a_delay_changes_nothing(provider, sent):
    tell(provider, receipt(sent, "delayed"))

    assert fate(sent) == ("sent", "")


@pytest.mark.parametrize("how", ["twice", "unknown", "foreign type"])
def test_repetition_unknown_messages_and_types_are_harmless(provider, sent, how):
    event = receipt(sent)
    if how == "unknown":
        event["data"]["id"] = str(uuid.uuid4())
    if how == "foreign type":
        event["type"] = "balance.low"

    answers = {tell(provider, event, number="one").status_code for _time in range(3)}

    assert answers == {204}
    assert len(history(sent)) == (4 if how == "twice" else 3)


def test_a_receipt_before_the_provider_s_answer_was_written_down(provider, dealership, sms):
    message = queue(dealership)
    claimed = sending.claim(Message.objects.due(at=NOW))
    sending.begin(claimed, at=NOW)
    answer = sending.call(claimed)

    tell(provider, receipt(message))
    sending.record(claimed, answer, at=NOW)

    assert fate(message) == ("delivered", "")
    assert message.customer.touches.count() == 1


def test_what_did_not_arrive_and_is_sent_again_has_a_new_number(provider, sent, sms, operator):
    from communications.services.outbox import send_again  # noqa: PLC0415

    tell(provider, receipt(sent, "failed"))
    old = receipt(sent, "delivered")
    send_again(message=sent, by=operator, at=NOW)
    sending.send_due(at=NOW)
    tell(provider, old)

    assert fate(sent) == ("sent", "")
    assert sms.taken.total() == 2


# --- Who may tell ------------------------------------------------------------------------------


def is_the_same_signature(value: str, bent: str) -> bool:
    """The last sign of a base64 text holds bits that belong to no byte."""
    scheme, _comma, signature = value.partition(",")
    try:
        return bent.startswith(f"{scheme},") and b64decode(bent[len(scheme) + 1 :]) == b64decode(
            signature
        )
    except binascii.Error:
        return False


def test_each_byte_of_a_signed_request_counts(provider, sent):
    """Every byte of the body, and of each header, changed by itself: refused."""
    body, headers = signed(receipt(sent, error="späť"))
    changed = [bytes([*body[:n], body[n] ^ 1, *body[n + 1 :]]) for n in range(len(body))]
    refused = [post(provider, other, headers).status_code for other in changed]
    for name, value in headers.items():
        for n, sign in enumerate(value):
            bent = value[:n] + chr(ord(sign) ^ 1) + value[n + 1 :]
            if not is_the_same_signature(value, bent):
                refused.append(post(provider, body, headers | {name: bent}).status_code)

    assert set(refused) == {401}
    assert not ProviderEvent.objects.exists()
    assert fate(sent) == ("sent", "")


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24])
def test_an_old_or_early_signature_is_refused(provider, sent, minutes):
    at = datetime.now(UTC) + timedelta(minutes=minutes)

    assert tell(provider, receipt(sent), at=at).status_code == 401
    assert fate(sent) == ("sent", "")


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_without_a_header_it_is_refused(provider, sent, missing):
    body, headers = signed(receipt(sent))
    del headers[missing]

    assert post(provider, body, headers).status_code == 401


def test_another_channel_s_secret_opens_nothing(provider, sent):
    assert tell(provider, receipt(sent), secret=OTHER_SECRET).status_code == 401
    assert tell(provider, receipt(sent), channel="messenger").status_code == 401


def test_without_a_secret_there_is_no_door(provider, sent, settings):
    settings.SMS_WEBHOOK_SECRETS = []

    assert tell(provider, receipt(sent)).status_code == 404


def test_while_one_secret_takes_over_from_another_both_open(provider, sent, settings):
    settings.SMS_WEBHOOK_SECRETS = [OTHER_SECRET, SECRET]

    assert tell(provider, receipt(sent)).status_code == 204


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'{"type": "message.delivered"}',
        b'{"type": "message.delivered", "data": {"id": 7}}',
        b'{"type": "message.delivered", "data": {}}',
        b'{"type": "message.received", "data": {"text": "hello"}}',
        b'{"type": "message.received", "data": {"from": "+7", "text": 7}}',
        b'{"type": "message.received", "timestamp": "today", "data": {"from": "+7", "text": "x"}}',
        b'{"type": "message.received", "timestamp": "2026-11-20", "data": {"from": "+7"}}',
        b"[" * 50_000,
    ],
)
def test_a_signed_body_that_says_nothing_is_refused_in_words(provider, dealership, body):
    answer = tell(provider, body)

    assert answer.status_code == 422
    assert not ProviderEvent.objects.exists()


def test_a_body_of_any_length_is_not_read(provider, dealership):
    assert tell(provider, reply(text="x" * 200_000)).status_code == 413


def test_only_posts_are_taken(provider):
    assert provider.get("/webhooks/sms/").status_code == 405


def test_signs_that_cannot_be_kept_are_left_out(provider, dealership):
    text = json.loads(r'"a\u0000b\ud800c"')
    body = json.dumps(reply(text=text)).encode()

    assert tell(provider, body).status_code == 204
    assert InboundMessage.objects.get().text == "abc"


def test_the_messenger_tells_by_its_own_door(provider, dealership, messenger):
    reader = make_reader(dealership)
    ContactPoint.objects.create(customer=reader, kind="messenger", value="@ivan")
    message = queue(dealership, reader, channel="messenger")
    sending.send_due(at=NOW)

    tell(provider, receipt(message, "read"), channel="messenger", secret=OTHER_SECRET)

    assert messenger.bodies[0]["to"] == "@ivan"
    assert fate(message) == ("delivered", "")


def test_a_phone_without_messenger_may_still_be_called(provider, dealership, messenger):
    message = queue(dealership, channel="messenger")
    sending.send_due(at=NOW)

    event = receipt(message, "failed", reason="bad_address")
    tell(provider, event, channel="messenger", secret=OTHER_SECRET)

    assert fate(message) == ("failed", "bad_address")
    assert not ContactPoint.objects.filter(wrong_since__isnull=False).exists()

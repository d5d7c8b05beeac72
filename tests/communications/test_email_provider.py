"""E-mail by a provider of django-anymail: sent with our number; receipts and replies taken in."""

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client

from communications.models import InboundMessage, ProviderEvent
from communications.services import sending
from customers.models import Consent, ContactPoint
from tests.communications.letters import fate, make_reader, queue
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SECRET = "dealercrm:a-long-random-text"
INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive. "
    "Found inactive addresses: {address}. Inactive recipients are ones that have bounced."
)


class Postmark:
    """As the provider of that name answers; `says` is the status and body of the next answers."""

    def __init__(self):
        self.bodies: list[dict] = []
        self.says: list[tuple[int, dict]] = []

    @contextmanager
    def serve(self):
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"of": self}))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}/"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: Postmark

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.of.bodies.append(body)
        taken = {"ErrorCode": 0, "Message": "OK", "MessageID": "p-1", "To": body["To"]}
        status, answer = self.of.says.pop(0) if self.of.says else (200, taken)
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


@pytest.fixture
def postmark(settings):
    with Postmark().serve() as provider:
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.INBOUND_EMAIL = "replies@in.example.com"
        settings.ANYMAIL = {
            **settings.ANYMAIL,
            "POSTMARK_SERVER_TOKEN": "token",
            "POSTMARK_API_URL": provider.url,
            "WEBHOOK_SECRET": [SECRET],
        }
        yield provider


@pytest.fixture
def provider():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def sent(dealership, postmark):
    message = queue(dealership, channel="email")
    sending.send_due(at=NOW)
    message.refresh_from_db()
    return message


def tell(client, event, *, door="postmark/tracking/", secret=SECRET):
    given = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
    return client.post(
        f"/webhooks/email/{door}",
        json.dumps(event),
        content_type="application/json",
        headers=given if secret else {},
    )


def bounce(message, kind="HardBounce", **more):
    return {
        "RecordType": "Bounce", "Type": kind, "ID": 7, "MessageID": "p-1",
        "Email": message.address, "BouncedAt": "2026-11-20T10:00:00Z",
        "Metadata": {"uid": str(message.uid)}, "Details": "smtp;550 no such user", **more,
    }  # fmt: skip


def delivery(message, **more):
    return {
        "RecordType": "Delivery", "MessageID": "p-1", "Recipient": message.address,
        "DeliveredAt": "2026-11-20T09:30:00Z", "Metadata": {"uid": str(message.uid)}, **more,
    }  # fmt: skip


def inbound(
    sender, *, text="When can I come?", to="replies@in.example.com", subject="", headers=()
):
    return {
        "From": sender, "FromFull": {"Email": sender, "Name": "", "MailboxHash": ""},
        "To": to, "ToFull": [{"Email": to, "Name": "", "MailboxHash": ""}],
        "OriginalRecipient": to, "Subject": subject, "MessageID": "in-1",
        "Date": "Fri, 20 Nov 2026 12:00:00 +0300", "TextBody": text, "HtmlBody": "",
        "Headers": [{"Name": name, "Value": value} for name, value in headers], "Attachments": [],
    }  # fmt: skip


def test_our_number_goes_along_and_theirs_is_kept(sent, postmark):
    [body] = postmark.bodies

    assert (sent.state, sent.provider_id) == ("sent", "p-1")
    assert body["Metadata"] == {"uid": str(sent.uid)}
    assert body["ReplyTo"] == f"replies+{sent.uid}@in.example.com"
    assert str(sent.uid) in {each["Name"]: each["Value"] for each in body["Headers"]}["Message-ID"]


@pytest.mark.parametrize(
    ("status", "code", "words", "state"),
    [
        (422, 300, "Invalid 'To' address: '{address}'.", ("failed", "bad_address")),
        (422, 406, INACTIVE, ("failed", "refused")),
        (422, 406, "Something new", ("needs_attention", "unknown")),
        (401, 10, "Bad token", ("failed", "refused")),
        (429, 429, "Too many", ("queued", "temporary")),
        (503, 503, "Maintenance", ("queued", "temporary")),
        (500, 500, "Broken", ("needs_attention", "unknown")),
    ],
)
def test_what_the_provider_answers(dealership, postmark, status, code, words, state):
    message = queue(dealership, channel="email")
    said = words.format(address=message.address)
    postmark.says = [(status, {"ErrorCode": code, "Message": said})]

    sending.send_due(at=NOW)

    assert fate(message) == state


def test_delivered_by_number_or_by_theirs(provider, sent):
    assert tell(provider, delivery(sent, Metadata={})).status_code == 200
    assert fate(sent) == ("delivered", "")


def test_a_hard_bounce_marks_the_address_and_its_repetition_does_no_harm(provider, sent):
    for _time in range(2):
        tell(provider, bounce(sent))
    tell(provider, delivery(sent))

    assert fate(sent) == ("failed", "bad_address")
    assert ContactPoint.objects.get(value=sent.address).wrong_since is not None
    assert ProviderEvent.objects.count() == 2


def test_a_soft_bounce_does_not(provider, sent):
    tell(provider, bounce(sent, "SoftBounce"))

    assert fate(sent) == ("failed", "undelivered")
    assert ContactPoint.objects.get(value=sent.address).wrong_since is None


def test_a_complaint_about_spam_withdraws_advertising(provider, sent):
    event = bounce(sent, "SpamComplaint") | {"RecordType": "SpamComplaint"}

    tell(provider, event)

    said = Consent.objects.current().get(customer=sent.customer, channel="email")
    assert (said.purpose, said.is_granted, said.evidence) == ("advertising", False, "reply")


@pytest.mark.parametrize("secret", ["", "dealercrm:another", "a-long-random-text"])
def test_without_the_secret_nothing_is_taken(provider, sent, secret):
    assert tell(provider, delivery(sent), secret=secret).status_code == 401
    assert fate(sent) == ("sent", "")


def test_where_no_secret_is_set_there_is_no_door(provider, sent, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": []}

    assert tell(provider, delivery(sent)).status_code == 404


def test_of_a_provider_nobody_knows_there_is_no_door(provider, postmark):
    assert tell(provider, {}, door="nobody/tracking/").status_code == 404


def test_an_answer_finds_its_message_by_the_address_it_was_written_to(provider, sent):
    answer = inbound(
        "wife@example.com",
        to=f"replies+{sent.uid}@in.example.com",
        text="Thanks, at ten.\n\nOn Fri, 20 Nov 2026 at 09:00 North Cars wrote:\n> It is ready.",
        subject="Re: Your car",
    )

    assert tell(provider, answer, door="postmark/inbound/").status_code == 200
    tell(provider, answer, door="postmark/inbound/")

    found = InboundMessage.objects.get()
    assert (found.customer, found.answers) == (sent.customer, sent)
    assert (found.subject, found.text) == ("Re: Your car", "Thanks, at ten.")


def test_an_answer_finds_its_customer_by_who_wrote_it(provider, dealership, postmark):
    reader = make_reader(dealership)
    address = reader.contact_points.get(kind="email").value

    tell(provider, inbound(address.upper()), door="postmark/inbound/")

    assert InboundMessage.objects.get().customer == reader


def test_the_mail_program_s_own_button_opts_out(provider, sent):
    mail = inbound(sent.address, text="", subject=f"unsubscribe {sent.uid}")

    tell(provider, mail, door="postmark/inbound/")

    assert InboundMessage.objects.get().is_opt_out
    assert not Consent.objects.holds(sent.customer, "advertising", "email", NOW)


@pytest.mark.parametrize("header", [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")])
def test_a_holiday_note_is_no_reply(provider, sent, header):
    tell(provider, inbound(sent.address, headers=[header]), door="postmark/inbound/")

    assert not InboundMessage.objects.exists()

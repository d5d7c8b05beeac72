"""S7: what answers without a login is known, and nobody gets far by trying.

A new public address fails here until it is named with what guards it.
"""

import base64

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from communications import opt_out_links, rate_limits
from communications.views import opt_out
from tests.factories import PASSWORD
from tests.security.sites import sites
from tests.security.sweep import TOKEN

pytestmark = pytest.mark.django_db
TRIES = pytest.mark.parametrize("tries", [100, pytest.param(1000, marks=pytest.mark.nightly)])
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
# what answers somebody who is not signed in with more than the way to the login
PUBLIC = {
    "accounts/login/": "five failures a name and address, then a quarter of an hour",
    "accounts/signup/": "closed",
    "accounts/inactive/": "says so",
    "accounts/password/reset/": "the same answer whoever it is; limits of allauth",
    "accounts/password/reset/done/": "says so",
    "accounts/password/reset/key/done/": "says so",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "a signed key",
    "accounts/confirm-email/": "says so",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": "a signed key",
    "accounts/logout/": "ends what there is",
    "me/language/": "the login page's language, kept in a cookie",
    "me/theme/": "light or dark, kept in a cookie",
    "api/v1/schema/": "what the API can be asked; no data",
    "api/v1/docs/": "the same to read",
    "webhooks/sms/": "absent without secrets; signed",
    "webhooks/messenger/": "absent without secrets; signed",
    "webhooks/email/<path:provider>": "absent without secrets; a secret",
    "stop/<str:token>/": "a token of 128 bits; twenty misses a minute",
}
ARGUMENTS = {
    "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "1-set/",
    "(?P<key>[-:\\w]+)/$": "abc/",
    "<int:pk>": "1",
    "<path:provider>": "mailgun/tracking/",
    "<slug:dealership>": "nowhere",
    "<str:token>": "x" * 22,
    "^": "",
}


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def path_of(route):
    for pattern, value in ARGUMENTS.items():
        route = route.replace(pattern, value)
    return f"/{route}"


def is_shut(answer):
    """To the login, or a machine without its key."""
    return LOGIN in answer.headers.get("Location", "") or answer.status_code in (401, 403, 405)


def test_what_is_public_is_known():
    found = set()
    for site in sites(get_resolver()):
        if site.is_tenant or ("<slug:dealership>" in site.route and site.permission):
            continue
        client, path = Client(), path_of(site.route)
        if not (is_shut(client.get(path)) and is_shut(client.post(path))):
            found.add(site.route)

    assert found == set(PUBLIC)


def try_tokens(tries):
    """How many tokens of chance were looked up, from an address that claims to be another."""
    client = Client(REMOTE_ADDR="192.0.2.7")
    answers = [
        client.get(
            f"/stop/{number:022d}/", headers={"X-Forwarded-For": f"10.0.{number % 250}.1"}
        ).status_code
        for number in range(tries)
    ]
    return answers.count(404)


@TRIES
def test_invented_addresses_of_senders_do_not_lift_the_limit(time_machine, tries):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)

    assert try_tokens(tries) == opt_out.MOST_MISSES


def test_without_the_limit_every_try_would_be_looked_up(monkeypatch):
    monkeypatch.setattr(rate_limits, "is_too_often", lambda *_key, **_most: False)

    assert try_tokens(100) == 100


def test_a_token_has_128_bits_and_no_two_are_alike():
    tokens = {opt_out_links.new_token() for _ in range(10_000)}

    assert len(tokens) == 10_000
    assert {len(base64.urlsafe_b64decode(token + "==")) * 8 for token in tokens} == {128}


@TRIES
def test_however_many_invented_addresses_get_five_passwords_tried(client, operator, tries):
    answers = [
        client.post(
            LOGIN,
            {"login": operator.username, "password": PASSWORD if last else "wrong"},
            headers={"X-Forwarded-For": f"10.1.{number % 250}.{number // 250}"},
        ).status_code
        for number in range(tries)
        for last in [number == tries - 1]
    ]

    assert [status for status in answers if status != 429] == [200] * (
        settings.AXES_FAILURE_LIMIT - 1
    )


def test_a_forgotten_password_tells_nobody_who_works_here(client, operator):
    operator.email = "operator@example.com"
    operator.save()

    answers = [
        client.post(RESET, {"email": email}, follow=True)
        for email in (operator.email, "nobody@example.com")
    ]

    known, unknown = (TOKEN.sub("", answer.content.decode()) for answer in answers)
    assert [answer.redirect_chain for answer in answers] == [answers[0].redirect_chain] * 2
    assert known.replace(operator.email, "") == unknown.replace("nobody@example.com", "")
    assert mail.outbox[0].to == [operator.email]


def test_an_exchange_learns_nothing_of_which_dealerships_there_are(dealership, client):
    answers = [
        client.post(f"/hooks/telephony/{slug}/", b"{}", content_type="application/json")
        for slug in (dealership.slug, "nowhere")
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content

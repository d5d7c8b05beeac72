"""Signing in: locked after failed tries by user and address, and what the cookies look like."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from tests.factories import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _axes(settings):
    settings.AXES_ENABLED = True


def sign_in(client, user, password, address="10.0.0.1"):
    tried = {"login": user.username, "password": password}
    return client.post(LOGIN, tried, REMOTE_ADDR=address)


def fail(client, user, times, **options):
    for _ in range(times):
        answer = sign_in(client, user, "wrong", **options)
    return answer


def test_the_right_password_leads_home(client, operator):
    assert sign_in(client, operator, PASSWORD).url == "/"


def test_after_five_failures_even_the_right_password_waits(client, operator):
    answer = fail(client, operator, settings.AXES_FAILURE_LIMIT)
    assert answer.status_code == 429

    assert sign_in(client, operator, PASSWORD).status_code == 429


def test_a_colleague_at_the_same_address_is_not_locked_out(client, operator, salesperson):
    fail(client, operator, settings.AXES_FAILURE_LIMIT)

    assert sign_in(client, salesperson, PASSWORD).status_code == 302


def test_the_person_is_not_locked_out_from_elsewhere(client, operator):
    fail(client, operator, settings.AXES_FAILURE_LIMIT)

    assert sign_in(client, operator, PASSWORD, address="10.0.0.2").status_code == 302


def test_an_invented_forwarding_address_changes_nothing(client, operator):
    for number in range(settings.AXES_FAILURE_LIMIT + 1):
        tried = {"login": operator.username, "password": "wrong"}
        answer = client.post(LOGIN, tried, headers={"X-Forwarded-For": f"192.0.2.{number}"})

    assert answer.status_code == 429


def test_a_quarter_of_an_hour_later_the_person_may_try_again(client, operator):
    fail(client, operator, settings.AXES_FAILURE_LIMIT)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in(client, operator, PASSWORD).status_code == 302


def test_cookies_are_kept_from_scripts_and_other_sites(client, operator):
    client.get(LOGIN)
    answer = sign_in(client, operator, PASSWORD)

    assert answer.cookies["sessionid"]["httponly"]
    for cookie in answer.cookies.values():
        assert cookie["samesite"] == "Lax"


def test_nobody_signs_up(client, db):
    page = client.get("/accounts/signup/")

    assert 'name="password1"' not in page.text


def test_known_and_unknown_names_answer_alike(client, operator):
    known = sign_in(client, operator, "wrong").text
    operator.username = "nobody-by-this-name"
    unknown = sign_in(client, operator, "wrong").text

    assert len(known) == pytest.approx(len(unknown), abs=60)

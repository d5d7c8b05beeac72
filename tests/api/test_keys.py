"""Keys: which are let in, which are not, and what they are told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from dealerships.models import ApiKey, Role, User
from dealerships.services import keys
from dealerships.services import staff as people
from tests.factories import NOW

TASKS = "/api/v1/tasks/"
EVERYTHING = ApiKey.Scope.values


@pytest.fixture
def secret(dealership, operator) -> str:
    return issue(dealership, operator)


def issue(dealership, user, *, scopes=EVERYTHING, expires_at=None) -> str:
    _key, secret = keys.issue_key(
        dealership=dealership, user=user, name="test", scopes=scopes, expires_at=expires_at
    )
    return secret


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def status(client, secret, path=TASKS):
    return client.get(path, headers=bearer(secret)).status_code


def test_only_the_digest_of_a_key_is_kept(secret):
    key = ApiKey.objects.get()

    stored = " ".join(str(value) for value in vars(key).values())
    assert secret not in stored
    assert secret.partition(".")[2] not in stored


def test_a_good_key_is_let_in_and_its_use_is_seen(client, secret):
    assert status(client, secret) == 200

    assert ApiKey.objects.get().last_used_at is not None


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer x", "Bearer a b", "Basic x", "Bearer é"],
)
def test_no_key_or_a_wrong_one_is_told_to_bring_one(client, db, header):
    headers = {} if header is None else {"Authorization": header}

    answer = client.get(TASKS, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 401


def test_a_session_is_no_key(client_as, operator):
    assert client_as(operator).get(TASKS).status_code == 401


def test_an_expired_key_is_refused(client, dealership, operator):
    soon = timezone.now() + timedelta(minutes=1)
    ended = timezone.now() - timedelta(seconds=1)

    assert status(client, issue(dealership, operator, expires_at=soon)) == 200
    assert status(client, issue(dealership, operator, expires_at=ended)) == 401


def test_a_revoked_key_is_refused(client, secret):
    keys.revoke_key(key=ApiKey.objects.get(), at=timezone.now())

    assert status(client, secret) == 401


def test_a_key_needs_the_scope(client, dealership, operator):
    answer = client.get(TASKS, headers=bearer(issue(dealership, operator, scopes=["kpis:read"])))

    assert answer.status_code == 403
    assert answer.json()["type"] == "permission_denied"
    reader = issue(dealership, operator, scopes=["tasks:read"])
    assert client.post(f"{TASKS}claim/", headers=bearer(reader)).status_code == 403


def test_a_key_may_no_more_than_its_person(client, dealership, salesperson):
    assert status(client, issue(dealership, salesperson)) == 403


def test_a_dismissed_person_s_key_is_refused_at_once(client, secret, dealership, operator):
    assert status(client, secret) == 200

    people.dismiss(user=operator, dealership=dealership, by=None, at=NOW)

    assert status(client, secret) == 401


def test_a_key_follows_a_change_of_roles(client, secret, dealership, operator):
    people.change_roles(
        user=operator, dealership=dealership, roles=[Role.SALESPERSON], by=None, at=NOW
    )

    assert status(client, secret) == 403


def test_a_switched_off_user_s_key_is_refused(client, secret, operator):
    User.objects.filter(pk=operator.pk).update(is_active=False)

    assert status(client, secret) == 401


def test_a_closed_dealership_s_key_is_refused(client, secret, dealership):
    dealership.is_active = False
    dealership.save()

    assert status(client, secret) == 401


def test_a_key_is_slowed_down_on_its_own(client, dealership, operator, monkeypatch):
    monkeypatch.setattr("dealerships.api.KeyThrottle.THROTTLE_RATES", {"key": "2/min"})
    busy, other = issue(dealership, operator), issue(dealership, operator)
    cache.clear()

    assert [status(client, busy) for _ in range(3)] == [200, 200, 429]
    answer = client.get(TASKS, headers=bearer(busy))
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["type"] == "throttled"
    assert status(client, other) == 200
    cache.clear()

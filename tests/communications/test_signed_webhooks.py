"""Who may tell us anything: the standard's signatures, old and foreign ones refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from communications.signed_webhooks import problem, secret_for, sign

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SECRET = secret_for("master", "telephony:north")


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(AT, tick=False)


def found(body: bytes = b"{}", *, at: datetime = AT, secrets=(SECRET,), **changed) -> str:
    return problem(sign(SECRET, event_id="E-1", at=at, body=b"{}") | changed, body, secrets=secrets)


def test_the_signature_is_that_of_the_standard():
    """The example of github.com/standard-webhooks/standard-webhooks."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    body = b'{"test": 2432232314}'

    headers = sign(secret, event_id="msg_p5jXN8AQM9LWM0D4loKWxJek", at=at, body=body)

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"at": AT + timedelta(minutes=5)},
        {"at": AT - timedelta(minutes=5)},
        {"at": AT.astimezone(timezone(timedelta(hours=8)))},
        {"secrets": [secret_for("old", "x"), SECRET]},
    ],
)
def test_a_right_signature_is_taken_within_five_minutes(right):
    assert found(**right) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": b"{} "},
        {"body": b"\xff"},
        {"at": AT + timedelta(minutes=5, seconds=1)},
        {"at": AT - timedelta(minutes=5, seconds=1)},
        {"secrets": []},
        {"secrets": [""]},
        {"secrets": [secret_for("master", "telephony:east")]},
        {"webhook-id": "E-2"},
        {"webhook-id": ""},
        {"webhook-id": "E-1\n"},
        {"webhook-id": "E" * 201},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "1e3"},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "١٢٣"},
        {"webhook-timestamp": str(int(AT.timestamp()) + 1)},
        {"webhook-signature": ""},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v2,AAAA"},
        {"webhook-signature": "й"},
    ],
)
def test_anything_else_is_refused(wrong):
    assert found(**wrong) != ""

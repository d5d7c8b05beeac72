"""Call events: duplicated, shuffled, late, forged - one truth (R11)."""

import base64
import json
import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from communications.models import CallEvent, PhoneCall
from communications.services import call_events
from communications.services.call_events import receive
from communications.telephony.simulated_calls import sound_of
from tests.communications.calls import (
    MASTER,
    facts,
    give_telephone,
    headers_of,
    message,
    tell,
)
from tests.factories import NOW, make_customer
from tests.killed import killed_after

KINDS = ("ringing", "answered", "ended")


@pytest.fixture(autouse=True)
def exchange(settings, tmp_path):
    settings.TELEPHONY_SECRETS = [MASTER]
    settings.RECORDINGS_ROOT = tmp_path


def post(slug: str, body: bytes, headers: dict[str, str]):
    return Client().generic(
        "POST", f"/hooks/telephony/{slug}/", body, "application/json", headers=headers
    )


def send(slug: str, sent: dict, *, event_id: str = "E-1", at=None):
    body = json.dumps(sent).encode()
    return post(slug, body, headers_of(slug, body, event_id=event_id, at=at or timezone.now()))


def stories(events: int, chance: random.Random) -> list:
    """So many events of many calls, each in the order it happened; an event a minute, about."""
    told = []
    number = 0
    while len(told) < events:
        number += 1
        start = NOW + timedelta(minutes=chance.randrange(events))
        fields = {
            "direction": chance.choice(["in", "out"]),
            "number": f"+7916{chance.randrange(40):07d}",
        }
        at = start
        for place, kind in enumerate(chance.choices(KINDS, k=chance.randint(1, 6))):
            at += timedelta(seconds=chance.randrange(30))
            own = {"extension": chance.choice(["", "101", "102"])}
            own |= (
                {"cause": chance.choice(["normal", "busy", "no_answer"])} if kind == "ended" else {}
            )
            told.append(
                tell(kind, event_id=f"E-{number}-{place}", call=f"C-{number}", at=at,
                     **fields, **own)
            )  # fmt: skip
    return told[:events]


def two_tellings(dealership, sister, operator, events: int) -> tuple[list, list]:
    """The calls of so many events told in order and once, and shuffled and up to five times."""
    chance = random.Random(events)
    for place in (dealership, sister):
        give_telephone(place, operator)
    told = stories(events, chance)
    for each in told:
        receive(dealership=dealership, told=each, at=NOW)
    again = [each for each in told for _copy in range(chance.randint(1, 5))]
    chance.shuffle(again)
    for each in again:
        receive(dealership=sister, told=each, at=NOW)

    return told_calls(dealership), told_calls(sister)


def told_calls(place) -> list:
    calls = PhoneCall.objects.for_dealership(place).order_by("provider_id")
    return [facts(call) for call in calls]


@pytest.mark.once
@pytest.mark.django_db
def test_shuffled_and_repeated_events_end_in_the_same_calls(dealership, sister, operator):
    in_order, shuffled = two_tellings(dealership, sister, operator, 500)

    assert CallEvent.objects.for_dealership(sister).count() == 500
    assert shuffled == in_order


# each event by itself, as in life: one transaction of so many savepoints takes five times as long
@pytest.mark.nightly
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_shuffled_and_repeated_events(dealership, sister, operator):
    in_order, shuffled = two_tellings(dealership, sister, operator, 10_000)

    assert CallEvent.objects.for_dealership(sister).count() == 10_000
    assert shuffled == in_order


@pytest.mark.django_db
def test_without_the_unique_inbox_repeated_events_would_count(dealership, sister, operator):
    """The control."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE communications_callevent DROP CONSTRAINT call_event_once")

    two_tellings(dealership, sister, operator, 40)

    assert CallEvent.objects.for_dealership(sister).count() > 40


def test_a_signed_event_opens_a_call_it_never_saw(dealership, operator):
    give_telephone(dealership, operator)
    customer = make_customer(dealership, phone="+79161112233")
    now = timezone.now()
    sent = message("ringing", at=now, direction="in", extension="101", number="8 916 111-22-33")

    assert send("north", sent).status_code == 204

    call = PhoneCall.objects.get()
    assert (call.state, call.direction, call.number) == ("ringing", "in", "+79161112233")
    assert (call.customer, call.user) == (customer, operator)


def test_what_is_kept_of_an_event_names_nobody(dealership):
    sent = message(
        "ringing", at=timezone.now(), number="+79161112233", caller_name="Ivan", direction="in"
    )

    send("north", sent)

    kept = json.dumps(CallEvent.objects.get().payload)
    assert "79161112233" not in kept
    assert "Ivan" not in kept


def test_every_changed_byte_is_refused(dealership):
    """100 % of the forged: each byte of body and of each signed header."""
    body = json.dumps(message("ringing", at=timezone.now())).encode()
    headers = headers_of("north", body, event_id="E-1", at=timezone.now())
    statuses = set()
    for place in range(len(body)):
        changed = bytes([*body[:place], body[place] ^ 1, *body[place + 1 :]])
        statuses.add(post("north", changed, headers).status_code)
    for name, value in headers.items():
        # the last letter of base64, and the sign behind it, hold bits that are no part of it
        signed = value[:-2] if name == "webhook-signature" else value
        for place, letter in enumerate(signed):
            changed = value[:place] + chr(ord(letter) ^ 1) + value[place + 1 :]
            statuses.add(post("north", body, headers | {name: changed}).status_code)

    assert statuses == {401}
    assert not PhoneCall.objects.exists()


@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24])
def test_an_old_or_coming_event_is_refused(dealership, minutes):
    at = timezone.now() + timedelta(minutes=minutes)

    assert send("north", message("ringing", at=timezone.now()), at=at).status_code == 401


def test_an_event_signed_for_another_dealership_is_refused(dealership, sister):
    body = json.dumps(message("ringing", at=timezone.now())).encode()
    headers = headers_of("north", body, event_id="E-1", at=timezone.now())

    assert post("east", body, headers).status_code == 401
    assert not PhoneCall.objects.exists()


def test_a_dealership_that_is_not_there_answers_as_a_wrong_signature(dealership):
    assert send("nowhere", message("ringing", at=timezone.now())).status_code == 401


def test_nobody_is_heard_without_a_secret(dealership, settings):
    body = b"{}"
    headers = headers_of("north", body, event_id="E-1", at=timezone.now())
    settings.TELEPHONY_SECRETS = []

    assert post("north", body, headers).status_code == 401


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "exploded"},
        {"call": ""},
        {"call": "x" * 201},
        {"at": "yesterday"},
        {"at": "2026-11-20T09:00:00"},
        {"at": "1999-01-01T00:00:00+00:00"},
        {"number": {"$ne": 1}},
        {"extension": "\x00"},
        {"direction": "sideways"},
        {"audio": "not base64!"},
        {"type": "recording", "audio": base64.b64encode(b"<html>").decode()},
    ],
)
def test_what_is_not_understood_is_refused_and_not_kept(dealership, broken):
    sent = message("ringing", at=timezone.now()) | broken

    assert send("north", sent).status_code == 422
    assert not CallEvent.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{"])
def test_what_is_no_json_object_is_refused(dealership, body):
    headers = headers_of("north", body, event_id="E-1", at=timezone.now())

    assert post("north", body, headers).status_code == 422


def test_a_recording_that_is_told_with_the_call_is_kept_outside_of_the_web(dealership, settings):
    sound = sound_of(1)
    sent = message("recording", at=timezone.now(), audio=base64.b64encode(sound).decode())

    assert send("north", sent).status_code == 204
    assert send("north", sent, event_id="E-2").status_code == 204

    call = PhoneCall.objects.get()
    assert call.recording_type == "audio/wav"
    assert (settings.RECORDINGS_ROOT / call.recording.name).read_bytes() == sound
    assert len(list(settings.RECORDINGS_ROOT.rglob("*.wav"))) == 1


def test_the_order_of_two_recordings_does_not_matter(dealership, sister):
    sounds = [base64.b64encode(sound_of(seconds)).decode() for seconds in (1, 2)]
    for place, order in ((dealership, sounds), (sister, sounds[::-1])):
        for number, sound in enumerate(order):
            receive(
                dealership=place,
                told=tell("recording", event_id=f"{place.slug}{number}", audio=sound),
                at=NOW,
            )

    assert len({call.recording.size for call in PhoneCall.objects.all()}) == 1


STEPS = ("lock", "_call_of", "_event", "_fold", "receive")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_killed_while_handling_nothing_half_is_left(dealership, step):
    ringing = tell("ringing", direction="in")

    killed_after(
        call_events,
        step,
        lambda: call_events.receive(dealership=dealership, told=ringing, at=NOW),
    )

    # it would have been answered only after `receive`: then it is there, before nothing is
    assert CallEvent.objects.count() == PhoneCall.objects.count() == (step == "receive")
    receive(dealership=dealership, told=ringing, at=NOW)
    assert PhoneCall.objects.get().rings == 1

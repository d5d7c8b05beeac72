"""A call that no exchange told of: its page, its recording added by hand, who may hear it."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communications.models import EnteredRecording, Touch
from communications.telephony.simulated_calls import sound_of
from tests.communications.calls import make_talk
from tests.factories import NOW, make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def recordings_root(settings, tmp_path) -> Path:
    settings.RECORDINGS_ROOT = tmp_path / "recordings"
    return settings.RECORDINGS_ROOT


@pytest.fixture
def touch(dealership, salesperson) -> Touch:
    return Touch.objects.create(
        dealership=dealership,
        customer=make_customer(dealership, "Vera Talker"),
        at=NOW,
        by=salesperson,
        outcome="reached",
        is_conversation=True,
        note="Thinks about a new car",
    )


def url(name, touch):
    return reverse(f"communications:{name}", args=["north", touch.pk])


def add(client, touch, content, name="talk.wav"):
    return client.post(url("entered_add", touch), {"file": SimpleUploadedFile(name, content)})


def test_a_recording_is_added_and_played_in_the_page(client_as, dealer_head, touch):
    client = client_as(dealer_head)
    assert "Thinks about a new car" in client.get(url("entered_call", touch)).text

    add(client, touch, sound_of(1))

    assert f'src="{url("entered_sound", touch)}"' in client.get(url("entered_call", touch)).text
    played = client.get(url("entered_sound", touch), headers={"Range": "bytes=0-3"})
    assert (played.status_code, played.getvalue()) == (206, b"RIFF")
    assert played.headers["Content-Type"] == "audio/wav"


def test_the_sound_lies_outside_of_what_is_served(client_as, dealer_head, touch, recordings_root):
    add(client_as(dealer_head), touch, sound_of(1))

    added = EnteredRecording.objects.get()
    assert Path(added.recording.path).is_relative_to(recordings_root)
    with pytest.raises(ValueError, match="served by"):
        added.recording.url  # noqa: B018


def test_what_is_no_sound_is_refused(client_as, dealer_head, touch):
    response = add(client_as(dealer_head), touch, b"<script>alert(1)</script>")

    assert response.status_code == 422
    assert "This is no recording" in response.text
    assert not EnteredRecording.objects.exists()


def test_a_second_file_replaces_the_first(client_as, dealer_head, touch):
    client = client_as(dealer_head)
    add(client, touch, sound_of(2))

    add(client, touch, sound_of(1))

    assert client.get(url("entered_sound", touch)).getvalue() == sound_of(1)
    assert EnteredRecording.objects.count() == 1


def test_only_who_spoke_and_heads_hear_it(
    client_as, dealer_head, salesperson, operator, service_advisor, touch
):
    add(client_as(dealer_head), touch, sound_of(1))

    def answers(person):
        client = client_as(person)
        return [
            client.get(url("entered_call", touch)).status_code,
            client.get(url("entered_sound", touch)).status_code,
            add(client, touch, sound_of(3)).status_code,
        ]

    assert answers(salesperson) == [200, 200, 403]
    assert answers(operator) == [200, 403, 403]  # answers the telephone for all
    assert answers(service_advisor) == [403, 403, 403]


def test_a_call_the_exchange_saw_has_its_page_there(client_as, dealership, dealer_head, touch):
    call = make_talk(dealership, touch=touch, customer=touch.customer)

    response = client_as(dealer_head).get(url("entered_call", touch))

    assert response.url == reverse("communications:phone_call", args=["north", call.pk])


def test_what_was_taken_back_and_what_is_no_call_has_no_page(client_as, dealer_head, touch):
    Touch.objects.filter(pk=touch.pk).update(undone_at=NOW)
    assert client_as(dealer_head).get(url("entered_call", touch)).status_code == 404

    Touch.objects.filter(pk=touch.pk).update(undone_at=None, channel="sms")
    assert client_as(dealer_head).get(url("entered_call", touch)).status_code == 404

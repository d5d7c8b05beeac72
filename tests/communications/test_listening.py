"""Who is sent the sound of a call is written down (S12): once a listening, and for good."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from communications.models import Listening, Touch
from communications.services import listening, phone_calls, recordings
from communications.telephony.simulated_calls import sound_of
from tests.communications.calls import make_call, make_talk
from tests.factories import NOW, make_customer
from tests.followups.racing import in_processes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine, settings, tmp_path):
    settings.RECORDINGS_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def call(dealership, operator):
    """A talk of the operator with its recording."""
    talk = make_talk(dealership, user=operator, customer=make_customer(dealership, "Vera Talker"))
    recordings.upload(call=talk, content=sound_of(2))
    talk.refresh_from_db()
    return talk


def address(name: str, pk: int) -> str:
    return reverse(f"communications:{name}", args=["north", pk])


def heard() -> list[tuple]:
    rows = Listening.objects.order_by("pk")
    return list(rows.values_list("user__username", "phone_call", "touch", "at"))


def test_hearing_a_call_is_written_down(client_as, call, relations_manager):
    response = client_as(relations_manager).get(address("recording", call.pk))

    assert heard() == [(relations_manager.username, call.pk, None, NOW)]  # before the first piece
    assert response.getvalue() == sound_of(2)


def test_an_entered_call_too(client_as, dealership, operator):
    customer = make_customer(dealership)
    touch = Touch.objects.create(
        dealership=dealership, customer=customer, at=NOW, by=operator, outcome="reached",
        is_conversation=True,
    )  # fmt: skip
    recordings.upload_entered(touch=touch, content=sound_of(1), by=operator, at=NOW)

    client_as(operator).get(address("entered_sound", touch.pk))

    assert heard() == [(operator.username, None, touch.pk, NOW)]


def test_the_pieces_of_one_listening_are_one_row_and_another_one_is_another(
    client_as, call, relations_manager, dealer_head, time_machine
):
    client = client_as(relations_manager)
    for piece in ("bytes=100-200", "bytes=0-", "bytes=500-"):
        assert (
            client.get(address("recording", call.pk), headers={"Range": piece}).status_code == 206
        )
    client_as(dealer_head).get(address("recording", call.pk))
    later = NOW + listening.ONE_LISTENING
    time_machine.move_to(later, tick=False)
    client.get(address("recording", call.pk), headers={"Range": "bytes=500-"})

    said = [(name, at) for name, _call, _touch, at in heard()]
    assert said == [
        (relations_manager.username, NOW),
        (dealer_head.username, NOW),
        (relations_manager.username, later),
    ]


def test_who_got_no_sound_did_not_listen(client_as, dealership, call, salesperson, operator):
    silent = make_talk(dealership, user=operator)

    assert client_as(salesperson).get(address("recording", call.pk)).status_code == 403
    desk = client_as(operator)
    assert desk.get(address("recording", silent.pk)).status_code == 404
    behind = {"Range": "bytes=99999999-"}
    assert desk.get(address("recording", call.pk), headers=behind).status_code == 416
    assert desk.head(address("recording", call.pk)).status_code == 405

    assert heard() == []


def test_heads_see_who_listened_and_the_others_do_not(client_as, call, operator, relations_manager):
    head, desk = client_as(relations_manager), client_as(operator)
    assert "Nobody has listened yet." in head.get(address("phone_call", call.pk)).text

    desk.get(address("recording", call.pk))

    page = head.get(address("phone_call", call.pk))
    assert [each.user for each in page.context["heard"].latest] == [operator]
    assert "Who listened" in page.text
    assert "Who listened" not in desk.get(address("phone_call", call.pk)).text


def test_of_many_the_latest_are_shown_and_the_others_counted(client_as, call, relations_manager):
    for number in range(13):
        at = NOW - timedelta(hours=number)
        assert listening.record(sound=call, by=relations_manager, at=at)

    page = client_as(relations_manager).get(address("phone_call", call.pk))

    shown = page.context["heard"]
    assert [each.at for each in shown.latest] == [NOW - timedelta(hours=n) for n in range(10)]
    assert "and 3 times before" in page.text


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(at=NOW - timedelta(days=1)),
        lambda rows: rows.update(user=None),
        lambda rows: rows._raw_delete("default"),
    ],
    ids=["when", "who", "deleted"],
)
def test_the_database_refuses_to_change_what_was_heard(call, relations_manager, change):
    listening.record(sound=call, by=relations_manager, at=NOW)

    with pytest.raises(DatabaseError, match=r"Cannot (update|delete) rows"), transaction.atomic():
        change(Listening.objects.all())

    assert heard() == [(relations_manager.username, call.pk, None, NOW)]


def test_two_rows_of_one_call_that_are_joined_keep_who_listened(
    dealership, operator, call, relations_manager
):
    listening.record(sound=call, by=relations_manager, at=NOW)
    dialled = make_call(dealership, direction="out", provider_id="", user=operator, started_at=NOW)

    with transaction.atomic():
        phone_calls.take_over(dialled, provider_id=call.provider_id)
        dialled.save()

    assert heard() == [(relations_manager.username, dialled.pk, None, NOW)]


def _record(call, user) -> bool:
    return listening.record(sound=call, by=user, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_pieces_asked_for_at_once_are_one_listening(call, relations_manager):
    written = in_processes(_record, [(call, relations_manager)] * 4)

    assert sorted(written) == [False, False, False, True]
    assert len(heard()) == 1

"""The outcomes of calls as data: the page, their order, what is refused."""

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from communications.models import CallOutcome, Touch
from communications.services import call_outcomes
from tests.factories import NOW, make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_as, administrator):
    return client_as(administrator)


@pytest.fixture
def machine(dealership):
    """Nobody, but a machine answers."""
    return call_outcomes.save_outcome(
        outcome=CallOutcome(
            dealership=dealership, kind="no_answer", names={"en": "Machine"}, retry_minutes=60
        )
    )


def url(name, dealership, *args):
    return reverse(f"communications:outcome_{name}", args=[dealership.slug, *args])


def codes(dealership):
    return [each.code for each in CallOutcome.objects.for_dealership(dealership).offered()]


VALUES = {
    "kind": "no_answer",
    "name_en": "Machine",
    "name_ru": "Автоответчик",
    "retry_minutes": 90,
    "withdraws": "",
    "next_channel": "",
}


def test_a_new_dealership_has_one_standard_outcome_of_each_kind(dealership):
    assert codes(dealership) == Touch.Outcome.values


def test_an_own_outcome_comes_last_and_speaks_the_language_of_the_reader(client, dealership):
    client.post(url("add", dealership), VALUES)

    own = CallOutcome.objects.get(is_standard=False)
    assert codes(dealership)[-1] == own.code == f"no_answer-{own.pk}"
    assert (own.names, own.retry_minutes) == ({"en": "Machine", "ru": "Автоответчик"}, 90)
    page = client.get(url("list", dealership), headers={"accept-language": "ru"})
    assert "Machine" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name_en": "", "name_ru": ""}, "Give it a name"),
        ({"kind": "sold"}, "valid choice"),
        ({"retry_minutes": -1}, "greater than or equal to 0"),
        ({"most_attempts": 0}, "greater than or equal to 1"),
        ({"next_channel": "pigeon"}, "valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, dealership, changes, words):
    response = client.post(url("add", dealership), VALUES | changes)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not CallOutcome.objects.filter(is_standard=False).exists()


def test_a_standard_outcome_is_renamed_and_keeps_its_kind(client, dealership):
    busy = CallOutcome.objects.get(dealership=dealership, kind="busy", is_standard=True)

    client.post(url("edit", dealership, busy.pk), VALUES | {"name_en": "Engaged"})

    busy.refresh_from_db()
    assert (busy.kind, busy.names["en"], busy.retry_minutes) == ("busy", "Engaged", 90)


def test_places_are_changed_one_by_one_and_end_at_the_ends(client, dealership, machine):
    before = codes(dealership)

    client.post(url("move", dealership, machine.pk), {"to": "up"})
    moved = codes(dealership)
    first = CallOutcome.objects.get(dealership=dealership, kind="reached")
    client.post(url("move", dealership, first.pk), {"to": "up"})

    assert moved == [*before[:7], before[8], before[7]]
    assert codes(dealership) == moved


def test_an_own_outcome_is_taken_off_the_card_and_put_back(client, dealership, machine):
    client.post(url("offer", dealership, machine.pk, 0))
    without = codes(dealership)
    client.post(url("offer", dealership, machine.pk, 1))

    assert machine.code not in without
    assert machine.code in codes(dealership)


def test_a_standard_outcome_stays_on_the_card(client, dealership):
    busy = CallOutcome.objects.get(dealership=dealership, kind="busy")

    page = client.post(url("offer", dealership, busy.pk, 0), follow=True)

    assert "stay on the card" in page.content.decode()
    assert "busy" in codes(dealership)


def test_who_only_calls_changes_nothing(client_as, operator, dealership, machine):
    theirs = client_as(operator)

    answers = [
        theirs.post(url("add", dealership), VALUES),
        theirs.post(url("edit", dealership, machine.pk), VALUES),
        theirs.post(url("move", dealership, machine.pk), {"to": "up"}),
        theirs.post(url("offer", dealership, machine.pk, 0)),
    ]

    assert {answer.status_code for answer in answers} == {403}


def test_a_call_names_no_outcome_of_another_dealership(dealership, stranger):
    foreign = CallOutcome.objects.filter(dealership=stranger).first()
    customer = make_customer(dealership)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError):
        Touch.objects.create(
            dealership=dealership, customer=customer, at=NOW, outcome="busy", own_outcome=foreign
        )

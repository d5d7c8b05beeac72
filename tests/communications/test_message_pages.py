"""The outbox page: what needs a person stands first, and each decision is one button."""

import pytest
from django.urls import reverse

from communications.models import Message
from communications.services import sending
from tests.communications.letters import fate, make_reader, queue
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def unclear(dealership, mail):
    mail.drops = 1
    message = queue(dealership, channel="email")
    sending.send_due(at=NOW)
    return message


@pytest.fixture
def client(client_as, operator):
    return client_as(operator)


def page(client, dealership, query=""):
    address = reverse("communications:message_list", args=[dealership.slug])
    return client.get(f"{address}{query}").content.decode()


def decide(client, message, verb):
    address = reverse(f"communications:message_{verb}", args=[message.dealership.slug, message.pk])
    return client.post(address, follow=True).content.decode()


def test_what_needs_a_person_stands_above_what_came_later(client, dealership, unclear, sms):
    later = queue(dealership, make_reader(dealership, full_name="Later Reader"))

    shown = page(client, dealership)

    assert shown.index(f'id="message-{unclear.pk}"') < shown.index(f'id="message-{later.pk}"')
    assert shown.count(f'id="message-{unclear.pk}"') == 1
    assert "nobody can tell whether it was sent" in shown


@pytest.mark.parametrize(
    ("query", "shows"),
    [
        ("?state=needs_attention", [True, False]),
        ("?state=queued", [False, True]),
        ("?channel=email", [True, False]),
        ("?channel=sms", [False, True]),
        ("?channel=sms&state=needs_attention", [False, False]),
    ],
)
def test_the_filters(client, dealership, unclear, sms, query, shows):
    messages = [unclear, queue(dealership)]

    shown = page(client, dealership, query)

    assert [f'id="message-{each.pk}"' in shown for each in messages] == shows


def test_a_state_that_no_filter_offers_is_refused(client, dealership):
    address = reverse("communications:message_list", args=[dealership.slug])

    assert client.get(f"{address}?state=elsewhere").status_code == 400


@pytest.mark.parametrize(
    ("verb", "state"), [("sent", "sent"), ("again", "queued"), ("cancel", "cancelled")]
)
def test_each_decision_is_asked_for_and_made(client, dealership, unclear, verb, state):
    assert f'id="{verb}-{unclear.pk}"' in page(client, dealership)

    decide(client, unclear, verb)

    assert fate(unclear)[0] == state


def test_a_decision_that_came_too_late_says_so(client, dealership, sms):
    message = queue(dealership)
    sending.send_due(at=NOW)

    said = decide(client, message, "cancel")

    assert "Its state has changed meanwhile" in said
    assert fate(message)[0] == "sent"


def test_the_list_costs_the_same_for_few_and_many(
    client, dealership, sms, django_assert_max_num_queries
):
    for _number in range(3):
        queue(dealership)
    page(client, dealership)
    with django_assert_max_num_queries(20) as few:
        page(client, dealership)
    for _number in range(10):
        queue(dealership)

    with django_assert_max_num_queries(len(few)):
        page(client, dealership)

    assert Message.objects.count() == 13

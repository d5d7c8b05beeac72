"""The outbox page: what needs a person stands first, and each decision is one button."""

import re

import pytest
from django.urls import reverse

from communications.models import Message
from communications.services import sending
from tests.communications.letters import fate, make_reader, queue
from tests.factories import NOW, TODAY, make_user

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?find=anna", ["Anna Bell"]),
        ("?find=8+(916)+555-12-1", []),
        ("?find=%2B7+916+555-12-12", ["Boris Gray"]),
        ("?find=is+ready", ["Anna Bell", "Boris Gray"]),
        ("?asked_by=staff", ["Boris Gray"]),
        ("?asked_by=plan", ["Anna Bell"]),
        ("?start=2000-01-01&end=2000-01-31", []),
        (f"?start={TODAY}&end={TODAY}", ["Anna Bell", "Boris Gray"]),
    ],
)
def test_the_page_and_its_file_find_the_same(client_as, dealership, operator, query, names):
    anna, boris = (make_reader(dealership, full_name=name) for name in ("Anna Bell", "Boris Gray"))
    boris.contact_points.filter(kind="phone").update(value="+79165551212")
    queue(dealership, anna)
    queue(dealership, boris, by=operator)
    head = client_as(make_user(dealership=dealership, roles=["dealer_head"]))

    shown = page(head, dealership, query)
    address = reverse("communications:message_export", args=[dealership.slug, "csv"])
    written = head.get(f"{address}{query}").getvalue().decode("utf-8-sig")

    assert [name for name in ("Anna Bell", "Boris Gray") if name in shown] == names
    assert [name for name in ("Anna Bell", "Boris Gray") if name in written] == names


def test_who_calls_takes_no_list_out(client, dealership):
    address = reverse("communications:message_export", args=[dealership.slug, "xlsx"])

    assert client.get(address).status_code == 403


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


# --- Writing ----------------------------------------------------------------------------------


def write(client, dealership, customer, **fields):
    address = reverse("communications:message_write", args=[dealership.slug, customer.pk])
    values = {
        "channel": "email",
        "purpose": "service",
        "subject": "Your car",
        "text": "It is ready.",
        "token": "5f0c7f2e-7f5c-4e0e-9d0e-0a4b5f0c7f2e",
    } | fields
    return client.post(address, values)


def test_a_message_in_ones_own_words_goes_into_the_outbox_once(client, dealership, operator, mail):
    reader = make_reader(dealership)

    first = write(client, dealership, reader)
    second = write(client, dealership, reader)

    message = Message.objects.get()
    assert first.status_code == second.status_code == 302
    assert (message.customer, message.queued_by) == (reader, operator)
    assert (message.subject, message.text) == ("Your car", "It is ready.")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"purpose": "satisfaction"}, "no consent for this purpose and channel"),
        ({"subject": ""}, "An e-mail needs a subject."),
        ({"text": "Dear {name}"}, "Write out what stands in braces"),
    ],
)
def test_what_may_not_be_sent_is_refused_in_words(client, dealership, mail, fields, said):
    answer = write(client, dealership, make_reader(dealership), **fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Message.objects.exists()


def test_the_parts_of_an_sms_are_counted_with_its_way_to_opt_out(client, dealership):
    reader = make_reader(dealership, language="en")
    address = reverse("communications:message_size", args=[dealership.slug, reader.pk])

    notice = client.post(address, {"text": "я" * 71, "purpose": "service"}).content.decode()
    advertising = client.post(address, {"text": "a", "purpose": "advertising"}).content.decode()

    assert "71 characters" in notice
    assert "2 parts" in notice
    assert not re.search(r"\b1 characters", advertising)
    assert "1 part" in advertising


def test_the_form_opens_from_the_page_of_the_customer(client, dealership):
    reader = make_reader(dealership)
    address = reverse("communications:message_write", args=[dealership.slug, reader.pk])
    promises = reverse("communications:customer_contact", args=[dealership.slug, reader.pk])

    assert address in client.get(promises).content.decode()
    assert client.get(address).status_code == 200

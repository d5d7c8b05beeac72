"""The calendar of touches (N2, B13): what was, what is to come, what the budget leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.models import Message
from communications.services.touches import (
    record_call,
    record_incoming,
    record_message,
    take_back,
)
from followups.touch_calendar import calendar_of
from promises.services.promises import make_promise
from tests.communications.letters import make_reader, make_template, queue
from tests.factories import NOW, TODAY, make_agreement, make_user
from tests.followups.cards import make_card, make_rule
from tests.followups.occasions import somebody_with_car

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(dealership):
    return somebody_with_car(dealership)[0]


def call(customer, dealership, by, days, **fields):
    return record_call(
        dealership=dealership,
        customer=customer,
        outcome="reached",
        is_conversation=True,
        address="",
        note="",
        by=by,
        at=NOW - timedelta(days=days),
        **fields,
    )


def test_what_was_stands_newest_first_without_what_was_taken_back(dealership, customer, operator):
    for days in (100, 40, 3):
        call(customer, dealership, operator, days)
    take_back(touch=call(customer, dealership, operator, 1), at=NOW)

    calendar = calendar_of(customer=customer, dealership=dealership, at=NOW)

    assert [(TODAY - line.day).days for line in calendar.past] == [3, 40]


def test_what_the_customer_began_is_called_incoming(dealership, customer, operator):
    told = {"dealership": dealership, "customer": customer, "address": "", "note": ""}
    record_incoming(**told, channel="messenger", at=NOW - timedelta(days=1))
    call(customer, dealership, operator, 2)

    wrote, called = calendar_of(customer=customer, dealership=dealership, at=NOW).past

    assert (wrote.label, wrote.note) == ("Messenger", "incoming")
    assert "incoming" not in called.note


def test_what_is_to_come_is_promised_planned_or_foreseen(dealership, customer, operator):
    make_promise(
        dealership=dealership,
        customer=customer,
        text="The price of winter tyres",
        due_at=NOW + timedelta(days=2),
        by=operator,
        at=NOW,
    )
    make_card(dealership, customer=customer)
    car = customer.ownerships.get().vehicle
    make_agreement(
        dealership,
        customer,
        car,
        kind="own_damage_insurance",
        starts_on=TODAY - timedelta(days=300),
        ends_on=TODAY + timedelta(days=50),
    )

    calendar = calendar_of(customer=customer, dealership=dealership, at=NOW)

    days = [(line.day - TODAY).days for line in calendar.coming]
    assert days == [0, 2, 20]  # the card, the promise, the policy's window
    assert calendar.coming[1].note == "The price of winter tyres"


@pytest.fixture
def reader(dealership):
    return make_reader(dealership, language="en")


def coming(customer, dealership):
    """(days from today, label, note) of what is to come."""
    calendar = calendar_of(customer=customer, dealership=dealership, at=NOW)
    return [((line.day - TODAY).days, line.label, line.note) for line in calendar.coming]


def test_messages_of_the_plan_stand_beside_its_calls(dealership, reader):
    sms = make_template(dealership, name="Reminder")
    mail = make_template(
        dealership, name="Offer", channel="email", subjects={"en": "An offer"}
    )  # fmt: skip
    steps = [("sms", 0, 1, sms), ("call", 2, 2), ("email", 5, 1, mail), ("call", 8)]
    rule = make_rule(dealership, name="Maintenance", steps=steps)
    card = make_card(dealership, customer=reader, rules=[rule], not_before=NOW + timedelta(days=2))
    card.reasons.update(message_on=TODAY + timedelta(days=1))  # it had to wait a day

    assert coming(reader, dealership) == [
        (1, "Planned: SMS", "Maintenance · Reminder"),
        (2, "Planned call", "Maintenance"),
        (5, "Planned: E-mail", "Maintenance · Offer"),
    ]


def test_steps_gone_by_and_those_beyond_the_window_do_not_come(dealership, reader):
    sms = make_template(dealership)
    steps = [("sms", 0, 1, sms), ("call", 0, 2), ("sms", 20, 1, sms), ("call", 20)]
    rule = make_rule(dealership, steps=steps)
    last_day = TODAY + timedelta(days=10)
    card = make_card(dealership, customer=reader, rules=[rule], due_until=last_day)
    card.reasons.update(step=2)

    assert [label for _day, label, _note in coming(reader, dealership)] == ["Planned call"]


def test_what_waits_in_the_outbox_is_to_come_and_what_was_sent_has_been(dealership, reader):
    waiting = queue(dealership, reader)
    sent = queue(dealership, reader, channel="email", dedupe_key="sent")
    gone = queue(dealership, reader, dedupe_key="gone")
    Message.objects.filter(pk=sent.pk).update(state="delivered", sent_at=NOW, delivered_at=NOW)
    Message.objects.filter(pk=gone.pk).update(state="cancelled", why="settled", closed_at=NOW)
    record_message(
        dealership=dealership, customer=reader, channel="email", address=sent.address,
        note=sent.text, is_advertising=False, by=None, at=NOW - timedelta(days=1), message=sent,
    )  # fmt: skip

    calendar = calendar_of(customer=reader, dealership=dealership, at=NOW)

    assert coming(reader, dealership) == [
        (0, "SMS", f"{waiting.text} · Waiting to be sent"),
    ]
    assert [(line.label, line.note) for line in calendar.past] == [
        ("E-mail", "Your car · Delivered")
    ]


@pytest.mark.parametrize("reasons", [1, 3])
def test_the_calendar_asks_as_much_for_one_reason_as_for_three(
    dealership, reader, django_assert_max_num_queries, reasons
):
    steps = [("sms", 0, 1, make_template(dealership)), ("call", 2)]
    rules = [make_rule(dealership, steps=steps) for _number in range(reasons)]
    make_card(dealership, customer=reader, rules=rules)
    queue(dealership, reader)

    with django_assert_max_num_queries(14):
        calendar_of(customer=reader, dealership=dealership, at=NOW)


def test_the_budget_says_from_when_advertising_has_room(dealership, customer, operator):
    assert calendar_of(customer=customer, dealership=dealership, at=NOW).advertising_from is None
    for days in (20, 10):
        call(customer, dealership, operator, days, is_advertising=True)

    calendar = calendar_of(customer=customer, dealership=dealership, at=NOW)

    assert calendar.advertising_from == TODAY + timedelta(days=10)


def test_the_customers_page_shows_the_calendar(client, dealership, customer):
    client.force_login(make_user(dealership=dealership, roles=["operator"]))

    page = client.get(reverse("followups:customer_touches", args=[dealership.slug, customer.pk]))

    assert "Nothing is to come within two months." in page.text
    assert "Advertising has room today." in page.text

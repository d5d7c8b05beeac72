"""The calendar of touches (N2, B13): what was, what is to come, what the budget leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.services.touches import record_call, take_back
from followups.touch_calendar import calendar_of
from promises.services.promises import make_promise
from tests.factories import NOW, TODAY, make_agreement, make_user
from tests.followups.cards import make_card
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

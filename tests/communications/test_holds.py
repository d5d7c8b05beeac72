"""A pause a customer asked for: until a day, lifted before it, obeyed by queue and planner."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.models import ContactHold
from communications.services import holds
from followups.services import queue
from tests.factories import NOW, TODAY, make_customer, make_user
from tests.followups.cards import make_card, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(dealership):
    return make_customer(dealership)


def active(customer, at=NOW):
    return ContactHold.objects.filter(customer=customer).active(at=at)


def test_a_pause_lasts_to_the_end_of_its_last_day(dealership, customer, operator):
    last_day = TODAY + timedelta(days=3)

    hold = holds.pause(
        dealership=dealership, customer=customer, last_day=last_day, by=operator, at=NOW
    )

    assert dealership.local_date(hold.until) == last_day + timedelta(days=1)
    assert active(customer, hold.until - timedelta(seconds=1)).exists()
    assert not active(customer, hold.until).exists()
    assert hold.by == operator


def test_a_second_wish_takes_the_place_of_the_first(dealership, customer, operator):
    for days in (30, 2):
        holds.pause(
            dealership=dealership,
            customer=customer,
            last_day=TODAY + timedelta(days=days),
            by=operator,
            at=NOW,
        )

    assert active(customer).count() == 1
    assert not active(customer, NOW + timedelta(days=5)).exists()


def test_a_pause_in_the_past_is_refused(dealership, customer, operator):
    with pytest.raises(holds.PauseInThePast):
        holds.pause(
            dealership=dealership,
            customer=customer,
            last_day=TODAY - timedelta(days=1),
            by=operator,
            at=NOW,
        )


def test_lifting_a_pause_leaves_the_hold_of_a_complaint(dealership, customer, operator):
    holds.hold(
        dealership=dealership,
        customer=customer,
        reason=ContactHold.Reason.COMPLAINT,
        subject_id=1,
        at=NOW - timedelta(days=1),
    )
    holds.pause(dealership=dealership, customer=customer, last_day=TODAY, by=operator, at=NOW)

    assert holds.lift(dealership=dealership, customer=customer, at=NOW + timedelta(hours=1)) == 1
    left = active(customer, NOW + timedelta(hours=1))
    assert [hold.reason for hold in left] == ["complaint"]


def test_who_asked_for_a_pause_is_not_called_before_its_end(dealership, operator):
    card = make_card(dealership)
    holds.pause(dealership=dealership, customer=card.customer, last_day=TODAY, by=operator, at=NOW)
    caller = member(operator, dealership)

    assert queue.claim_next(member=caller, at=NOW + timedelta(hours=1)) is None
    assert queue.claim_next(member=caller, at=NOW + timedelta(days=1)).pk == card.pk


def test_a_pause_is_noted_and_lifted_on_the_customers_page(client, dealership, customer):
    client.force_login(make_user(dealership=dealership, roles=["operator"]))

    def at(name):
        return reverse(f"communications:{name}", args=[dealership.slug, customer.pk])

    assert "Say until which day." in client.post(at("pause"), {"last_day": ""}, follow=True).text
    assert (
        "This day has passed."
        in client.post(at("pause"), {"last_day": "2020-01-01"}, follow=True).text
    )
    assert not ContactHold.objects.exists()

    client.post(at("pause"), {"last_day": "2099-01-01"})
    assert "May be contacted again" in client.get(at("customer_contact")).text
    client.post(at("lift"))
    assert "May be contacted again" not in client.get(at("customer_contact")).text

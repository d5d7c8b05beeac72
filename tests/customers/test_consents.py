"""Consent as evidence: what was said last about a channel holds; nothing is edited."""

from datetime import timedelta
from functools import partial

import pytest

from customers.models import Consent, Customer
from tests import factories
from tests.factories import NOW, make_customer, make_dealership

pytestmark = pytest.mark.django_db


say = partial(factories.say, channel="call")


@pytest.fixture
def dealership():
    return make_dealership()


@pytest.fixture
def customer(dealership):
    return make_customer(dealership)


def holds(customer, *, channel="call", purpose="service", at=NOW):
    return Consent.objects.holds(customer, purpose, channel, at)


def test_without_a_statement_there_is_no_consent(customer):
    assert holds(customer) is False
    assert Consent.objects.decision(customer, "service", "call", NOW) is None


def test_a_newer_statement_supersedes_the_one_before_and_keeps_it(dealership, customer):
    first = say(customer, dealership, True, at=NOW - timedelta(days=2))

    say(customer, dealership, False, at=NOW)

    first.refresh_from_db()
    assert first.superseded_at == NOW
    assert holds(customer) is False
    assert holds(customer, at=NOW - timedelta(days=1)) is True
    assert holds(customer, at=NOW - timedelta(days=3)) is False


def test_a_statement_that_arrives_late_takes_its_place_in_the_history(dealership, customer):
    """An older export may not undo a withdrawal made meanwhile."""
    say(customer, dealership, False, at=NOW - timedelta(days=5))
    say(customer, dealership, False, at=NOW)

    say(customer, dealership, True, at=NOW - timedelta(days=3))

    assert holds(customer) is False
    assert holds(customer, at=NOW - timedelta(days=2)) is True
    assert holds(customer, at=NOW - timedelta(days=4)) is False
    assert Consent.objects.current().count() == 1


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([("any", True, 2)], True),
        ([("any", True, 2), ("call", False, 1)], False),
        ([("call", False, 2), ("any", True, 1)], True),
        ([("any", True, 1), ("call", False, 1)], False),
        ([("call", True, 1), ("any", False, 1)], False),
        ([("call", True, 1), ("any", True, 1)], True),
        ([("sms", False, 1), ("any", True, 2)], True),
        ([("sms", True, 1)], False),
    ],
    ids=str,
)
def test_the_newest_statement_that_covers_the_channel_decides(
    dealership, customer, statements, expected
):
    for channel, is_granted, days_ago in statements:
        at = NOW - timedelta(days=days_ago)
        say(customer, dealership, is_granted, channel=channel, at=at)

    granting = Consent.objects.granting("service", "call").filter(customer=customer)
    deciding = Consent.objects.deciding("service", "call").filter(customer=customer)

    assert holds(customer) is expected
    assert granting.exists() is expected
    assert deciding.count() == (0 if statements == [("sms", True, 1)] else 1)


def test_purposes_are_apart(dealership, customer):
    say(customer, dealership, True, purpose="service")
    say(customer, dealership, False, purpose="advertising", channel="any")

    assert holds(customer, purpose="service") is True
    assert holds(customer, purpose="advertising") is False


def test_one_query_finds_everybody_who_may_be_called(
    dealership, customer, django_assert_num_queries
):
    other = make_customer(dealership)
    say(customer, dealership, True)
    say(other, dealership, False)

    granting = Consent.objects.granting("service", "call").values("customer")
    with django_assert_num_queries(1):
        found = list(Customer.objects.filter(pk__in=granting))

    assert found == [customer]

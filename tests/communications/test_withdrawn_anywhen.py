"""S15: whenever a customer withdraws, in any order with two senders at work: not after it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communications.models import Message
from communications.services import sending
from customers import withdrawals
from tests.communications.letters import make_reader, queue
from tests.factories import NOW, say

ACTORS = ("sender", "another", "withdrawal", "consent", "lease ends")
GIVEN = given(order=st.lists(st.sampled_from(ACTORS), min_size=4, max_size=14))
FEW = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(FEW, max_examples=10_000)


class Story:
    """One message, the customer's statements about it, and two senders that take turns."""

    def __init__(self, dealership) -> None:
        self.message = queue(dealership, make_reader(dealership))
        self.is_allowed = True
        self.begun: list[bool] = []
        self._statements = 0
        self._senders = {name: self._send() for name in ("sender", "another")}

    def turn(self, actor: str) -> None:
        if actor in self._senders:
            next(self._senders[actor], None)
        elif actor == "lease ends":
            left = Message.objects.filter(locked_until__isnull=False)
            left.update(locked_until=NOW - timedelta(days=1))
        else:
            self._state(actor == "consent")

    def _send(self) -> Iterator[None]:
        claimed = sending.claim(Message.objects.due(at=NOW))
        yield
        if claimed and sending.begin(claimed, at=NOW):
            self.begun.append(self.is_allowed)
            yield
            answer = sending.call(claimed)
            yield
            sending.record(claimed, answer, at=NOW)

    def _state(self, is_granted: bool) -> None:
        self._statements += 1
        at = NOW + timedelta(seconds=self._statements)
        say(self.message.customer, self.message.dealership, is_granted=is_granted, at=at)
        self.is_allowed = is_granted


def begun_after(dealership, order) -> list[bool]:
    """For each time it was begun to be sent: whether the customer allowed it at that moment."""
    with transaction.atomic():
        story = Story(dealership)
        for actor in order:
            story.turn(actor)
        transaction.set_rollback(True)
    return story.begun


def begins_only_what_is_allowed(dealership, order) -> None:
    begun = begun_after(dealership, order)

    assert all(begun)
    assert len(begun) <= 1


@pytest.mark.once
@pytest.mark.django_db
@FEW
@GIVEN
def test_nothing_is_begun_after_a_withdrawal(dealership, sms, order):
    begins_only_what_is_allowed(dealership, order)


@pytest.mark.nightly
@pytest.mark.django_db
@MANY
@GIVEN
def test_nothing_is_begun_after_a_withdrawal_in_ten_thousand_orders(dealership, sms, order):
    begins_only_what_is_allowed(dealership, order)


@pytest.mark.django_db
def test_without_its_two_guards_it_would_be_begun(dealership, sms, monkeypatch):
    """The control."""
    monkeypatch.delitem(withdrawals._stops, "communications")
    monkeypatch.setattr(sending, "put_away", lambda message, at: False)

    assert begun_after(dealership, ["sender", "withdrawal", "sender"]) == [False]

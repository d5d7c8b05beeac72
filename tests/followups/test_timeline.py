"""What was planned and what came of it, on the customer's time line."""

from datetime import date

import pytest

from customers import timeline
from followups.models import CallReason, CallTask
from followups.services import team
from tests.factories import NOW, TODAY, make_customer
from tests.followups.cards import make_card, make_rule


def lines(customer, dealership):
    events, _next = timeline.read(dealership=dealership, customer=customer, kinds=["planned"])
    return [timeline.say(event, dealership) for event in events]


@pytest.fixture
def card(dealership):
    rule = make_rule(dealership, name="Maintenance")
    return make_card(dealership, rules=[rule], due_until=date(2026, 11, 30))


def test_a_planned_call_is_said_with_its_last_day(card, dealership):
    (line,) = lines(card.customer, dealership)

    assert line.title == "Call planned: Maintenance"
    assert line.note == "still to call, until 30\xa0Nov\xa02026"
    assert (line.state, line.is_day) == ("soon", True)


def test_a_reason_spoken_of_says_when(card, dealership):
    CallReason.objects.update(status="handled", handled_at=NOW)

    (line,) = lines(card.customer, dealership)

    assert line.note == "spoken of on 20\xa0Nov\xa02026"
    assert line.state == "kept"


def test_a_cancelled_call_says_why(card, dealership, dealer_head):
    team.cancel(task=card, by=dealer_head, at=NOW)

    (line,) = lines(card.customer, dealership)

    assert line.note == "not called: cancelled by staff"


def test_a_reason_that_went_while_the_card_stayed_says_so(card, dealership):
    CallReason.objects.update(status="dropped", handled_at=NOW)

    (line,) = lines(card.customer, dealership)

    assert CallTask.objects.get().status == "waiting"
    assert line.note == "not called: the reason no longer holds"


def test_calls_of_others_and_of_other_dealerships_are_not_there(card, dealership, sister):
    make_card(dealership)
    make_card(sister, planned_on=TODAY)

    assert len(lines(card.customer, dealership)) == 1
    assert lines(make_customer(dealership), dealership) == []

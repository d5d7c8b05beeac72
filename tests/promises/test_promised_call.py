"""A promised call is kept by the talk of a card, and open again when its outcome is taken back."""

from datetime import timedelta

import pytest

from communications import contact_budget, may_call
from communications.services import touches
from followups.models import CallTask
from followups.services.outcomes import Report, record_outcome
from followups.services.queue import claim_next, claim_own
from followups.services.undo import undo_outcome
from tests.factories import NOW
from tests.followups.cards import make_card, make_rule, member
from tests.promises.promised import promised


@pytest.fixture
def call(dealership, operator):
    """call(card, outcome): taken and entered now; the event that undo takes."""

    def enter(card, outcome):
        taken = claim_own(member=member(operator, dealership), task=card, at=NOW)
        report = Report(outcome=outcome)
        return record_outcome(task=taken, fence=taken.fence, report=report, by=operator, at=NOW)

    return enter


@pytest.fixture
def card(dealership):
    return make_card(dealership)


@pytest.fixture
def call_promise(dealership, card, salesperson):
    due_at = NOW + timedelta(hours=4)
    return promised(dealership, salesperson, due_at=due_at, customer=card.customer, is_call=True)


def test_the_talk_of_a_card_keeps_the_promised_call_until_it_is_undone(
    call, card, call_promise, operator, salesperson
):
    event = call(card, "reached")
    call_promise.refresh_from_db()
    assert (call_promise.is_kept, call_promise.owner) == (True, salesperson)

    undo_outcome(event=event, by=operator, at=NOW + timedelta(seconds=5))

    call_promise.refresh_from_db()
    assert call_promise.is_open


def test_a_call_that_nobody_answers_keeps_nothing(call, card, call_promise):
    call(card, "no_answer")

    call_promise.refresh_from_db()
    assert call_promise.is_open


@pytest.fixture
def used_up(dealership, operator):
    """A card of nothing but advertising whose customer's budget is used up: today and for weeks."""
    card = make_card(dealership, rules=[make_rule(dealership, purpose="advertising")])
    for days in (0, 3):
        touches.record_call(
            dealership=dealership, customer=card.customer, outcome="reached", is_conversation=True,
            is_advertising=True, address="", note="", by=operator, at=NOW - timedelta(days=days),
        )  # fmt: skip
    return card


def test_a_promised_call_is_let_through_a_used_up_budget(used_up, dealership, operator):
    asks = {"customer_id": used_up.customer_id, "dealership": dealership}
    desk, later = member(operator, dealership), NOW + timedelta(hours=3)
    room = contact_budget.room(**asks, at=NOW)
    assert (room.for_a_call, room.advertising_from > dealership.local_date(NOW)) == (False, True)
    assert claim_next(member=desk, at=NOW) is None  # the control: nothing is promised yet
    CallTask.objects.filter(pk=used_up.pk).update(callback_at=later, not_before=later)

    taken = claim_next(member=desk, at=later)

    assert not contact_budget.room(**asks, at=later).for_a_call
    assert taken == used_up
    own = promised(
        dealership, operator, due_at=later + timedelta(hours=1), customer=used_up.customer,
        is_call=True,
    )  # fmt: skip
    report = Report(outcome="reached")
    record_outcome(task=taken, fence=taken.fence, report=report, by=operator, at=later)
    own.refresh_from_db()
    assert own.is_kept


def test_nothing_warns_of_a_promised_call_whose_customer_was_called_today(
    used_up, dealership, operator
):
    """The page from which a promise is kept asks no "all the same?" because of the budget."""
    due_at = NOW + timedelta(hours=1)
    promised(dealership, operator, due_at=due_at, customer=used_up.customer, is_call=True)

    assert may_call.warnings(customer=used_up.customer, dealership=dealership, at=NOW) == []

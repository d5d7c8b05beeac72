"""A promised call is kept by the talk of a card, and open again when its outcome is taken back."""

from datetime import timedelta

import pytest

from followups.services.outcomes import Report, record_outcome
from followups.services.queue import claim_own
from followups.services.undo import undo_outcome
from tests.factories import NOW
from tests.followups.cards import make_card, member
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

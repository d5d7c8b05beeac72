"""Outcomes a dealership made itself: what follows from a call by their data, and taking it back."""

from datetime import timedelta

import pytest

from communications.models import CallOutcome, Message, Touch
from communications.services.call_outcomes import save_outcome
from complaints.models import Complaint
from customers.models import Consent
from followups.models import CallReason
from followups.rules.outcomes import Outcome
from followups.services import plan_steps, queue
from followups.services.outcomes import Report, record_outcome
from followups.services.undo import undo_outcome
from promises.models import Promise
from tests.communications.letters import make_template
from tests.factories import NOW, TODAY, say
from tests.followups.cards import make_card, make_rule, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(operator, dealership):
    """call(card, own, …): take the card, enter the dealership's own outcome."""

    def enter(card, own, *, at=NOW, note="", **fields):
        task = queue.claim_own(member=member(operator, dealership), task=card, at=at)
        report = Report(
            outcome=Outcome(own.kind),
            own=own,
            note=note,
            address=queue.numbers_of(task)[0],
            **fields,
        )
        event = record_outcome(task=task, fence=task.fence, report=report, by=operator, at=at)
        card.refresh_from_db()
        return event

    return enter


def own(dealership, kind="no_answer", **fields):
    values = {"names": {"en": "Our own", "ru": "Наш"}, "retry_minutes": 60} | fields
    return save_outcome(outcome=CallOutcome(dealership=dealership, kind=kind, **values))


def test_the_touch_keeps_which_one_it_was_and_counts_as_its_kind(call, dealership):
    outcome = own(dealership)

    call(make_card(dealership), outcome)

    touch = Touch.objects.get()
    assert (touch.outcome, touch.own_outcome, touch.is_conversation) == (
        "no_answer", outcome, False,
    )  # fmt: skip


def test_a_failure_comes_back_when_its_own_wait_is_over(call, dealership):
    card = make_card(dealership)

    call(card, own(dealership, retry_minutes=90))

    assert card.not_before == NOW + timedelta(minutes=90)


@pytest.mark.parametrize("other_number", [True, False])
def test_the_next_number_is_another_one_only_where_it_is_wanted(call, dealership, other_number):
    card = make_card(dealership)
    first = queue.numbers_of(card)[0]

    call(card, own(dealership, other_number=other_number))

    assert card.last_address == (first if other_number else "")


def test_after_so_many_of_the_same_the_card_is_given_up(call, dealership):
    card, outcome = make_card(dealership), own(dealership, most_attempts=2)

    call(card, outcome)
    after_one = card.status
    call(card, outcome, at=card.not_before)

    assert (after_one, card.status, card.drop_reason) == ("waiting", "dropped", "attempts")


def test_a_talk_that_ends_nothing_leaves_every_reason_open(call, dealership):
    card = make_card(dealership)

    call(card, own(dealership, kind="reached", is_terminal=False, retry_minutes=120))

    assert (card.status, card.attempts) == ("waiting", 0)
    assert card.not_before == NOW + timedelta(minutes=120)
    assert list(card.reasons.values_list("status", flat=True)) == ["open"]


def test_a_complaint_is_opened_in_the_words_of_the_note(call, dealership, operator):
    card = make_card(dealership)

    event = call(
        card,
        own(dealership, kind="reached", is_terminal=True, opens_complaint=True),
        note="The brakes squeal again",
    )

    complaint = Complaint.objects.get()
    assert (complaint.customer, complaint.text) == (card.customer, "The brakes squeal again")
    assert complaint.opened_by == operator
    undo_outcome(event=event, by=operator, at=NOW)
    complaint.refresh_from_db()
    assert complaint.status == "rejected"


@pytest.mark.parametrize(
    ("withdraws", "purposes"),
    [("advertising", {"advertising"}), ("all", set(Consent.Purpose.values))],
)
def test_a_withdrawal_is_written_down_as_evidence(call, dealership, operator, withdraws, purposes):
    card = make_card(dealership)
    outcome = own(dealership, kind="reached", is_terminal=True, withdraws=withdraws)

    event = call(card, outcome, note="Please no more")

    said = Consent.objects.filter(customer=card.customer, is_granted=False)
    assert {each.purpose for each in said} == purposes
    assert {(each.channel, each.wording) for each in said} == {("any", "Please no more")}
    undo_outcome(event=event, by=operator, at=NOW)
    assert not Consent.objects.filter(customer=card.customer, is_granted=False).exists()


def test_a_wish_for_an_appointment_becomes_a_promise_of_the_caller(call, dealership, operator):
    card = make_card(dealership)
    outcome = own(dealership, kind="reached", is_terminal=True, books_appointment=True)

    event = call(card, outcome, note="Thursday morning")

    promise = Promise.objects.get()
    assert (promise.owner, promise.due_at) == (operator, NOW + timedelta(hours=2))
    assert "Thursday morning" in promise.text
    undo_outcome(event=event, by=operator, at=NOW)
    assert not Promise.objects.exists()


def test_who_would_rather_have_an_sms_gets_the_next_one_of_the_plan(call, dealership):
    text = make_template(dealership, purpose="service", texts={"en": "Come by.", "ru": "Ждём."})
    steps = [("call", 0, 3), ("call", 3, 1), ("sms", 5, 1, text), ("call", 9, 1)]
    card = make_card(dealership, rules=[make_rule(dealership, steps=steps)])
    say(card.customer, dealership, purpose="service")
    outcome = own(dealership, kind="reached", is_terminal=False, next_channel="sms")

    call(card, outcome)

    reason = CallReason.objects.get()
    assert (reason.step, reason.message_on) == (3, TODAY)
    assert plan_steps.send_due(dealership=dealership, at=NOW) == 1
    assert Message.objects.get().channel == "sms"

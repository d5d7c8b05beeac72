"""A consent withdrawn stops what was waiting, at once and with its history (N10, S15)."""

import pytest

from customers.models import Consent
from customers.services.customers import stop_calls
from followups.models import CallReason, CallTask, TaskEvent
from followups.services import leases, queue
from followups.services.outcomes import Report, record_outcome
from followups.services.undo import undo_outcome
from tests.factories import NOW, make_user, say
from tests.followups.cards import consent_to, make_card, make_rule, member

pytestmark = pytest.mark.django_db


def withdraw(card, purpose="service", channel="call", by=None, at=NOW):
    say(card.customer, card.dealership, False, purpose=purpose, channel=channel, by=by, at=at)
    card.refresh_from_db()


def last_event(card):
    return TaskEvent.objects.filter(task=card).latest("pk")


@pytest.mark.parametrize("channel", ["call", "any"])
def test_a_waiting_card_goes_with_its_last_reason(dealership, channel):
    card = make_card(dealership)

    withdraw(card, channel=channel)

    assert (card.status, card.drop_reason) == ("dropped", "no_consent")
    assert (last_event(card).kind, last_event(card).why) == ("dropped", "withdrawn")
    assert not CallReason.objects.open().exists()


def test_what_the_withdrawal_does_not_concern_goes_on(dealership):
    card = make_card(dealership)

    withdraw(card, purpose="advertising")
    withdraw(card, channel="sms")

    assert card.status == "waiting"
    assert CallReason.objects.open().count() == 1


def test_a_statement_older_than_the_standing_one_stops_nothing(dealership):
    card = make_card(dealership)
    consent_to(card.customer, dealership, "service")

    withdraw(card, at=NOW.replace(year=2020))

    assert card.status == "waiting"


def test_the_reasons_left_decide_how_urgent_the_card_is(dealership):
    urgent = make_rule(dealership, purpose="advertising", priority=1)
    usual = make_rule(dealership, priority=6)
    card = make_card(dealership, rules=[urgent, usual])

    withdraw(card, purpose="advertising")

    assert (card.status, card.priority) == ("waiting", 6)


def test_a_card_in_somebodys_hands_is_taken_and_their_browser_is_told(dealership, operator):
    card = make_card(dealership)
    held = queue.claim_next(member=member(operator, dealership), at=NOW)

    withdraw(card)

    assert card.status == "dropped"
    with pytest.raises(leases.LeaseLost) as lost:
        leases.heartbeat(task=held, fence=held.fence, by=operator)
    assert lost.value.task.drop_reason == "no_consent"


def test_who_hears_the_withdrawal_in_the_call_ends_it_themselves(dealership, operator):
    make_card(dealership)
    held = queue.claim_next(member=member(operator, dealership), at=NOW)

    withdraw(held, by=operator)

    assert held.status == "held"
    record_outcome(
        task=held, fence=held.fence, report=Report(outcome="reached"), by=operator, at=NOW
    )
    held.refresh_from_db()
    assert held.status == "done"


def test_do_not_call_on_the_customers_page_stops_every_waiting_card(dealership, operator):
    card = make_card(dealership, rules=[make_rule(dealership), make_rule(dealership)])

    assert stop_calls(customer=card.customer, by=operator, at=NOW)

    card.refresh_from_db()
    assert card.status == "dropped"
    assert last_event(card).by == operator


def test_do_not_call_said_in_a_call_is_evidence_with_the_number_of_the_call(dealership, operator):
    make_card(dealership)
    other = make_user("other", dealership=dealership, roles=["operator"])
    card = queue.claim_next(member=member(operator, dealership), at=NOW)
    second = make_card(
        dealership, customer=card.customer, only_role="operator", rules=[make_rule(dealership)]
    )
    assert other.pk != operator.pk

    event = record_outcome(
        task=card, fence=card.fence, report=Report(outcome="do_not_call"), by=operator, at=NOW
    )

    refusals = Consent.objects.filter(customer=card.customer).current()
    assert {refusal.evidence_id for refusal in refusals} == {event.touch_id}
    second.refresh_from_db()
    assert (second.status, second.drop_reason) == ("dropped", "do_not_call")
    assert TaskEvent.objects.filter(task=second).count() == 1

    undo_outcome(event=event, by=operator, at=NOW)

    second.refresh_from_db()
    assert second.status == "waiting"
    assert CallReason.objects.open().filter(task__in=[card, second]).count() == 2
    assert CallTask.objects.get(pk=card.pk).status == "held"

"""A customer writes: their call is planned at once, and nothing else before they had an answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications import replies
from communications.models import InboundMessage
from communications.services import inbox
from followups import why
from followups.call_card import card_of
from followups.explanations import explain
from followups.models import CallReason, CallTask, PlanningRun, Rule, TaskEvent
from followups.rules.outcomes import Outcome
from followups.services import contact, planning, queue
from followups.services import replies as planned_replies
from followups.services.outcomes import Report, record_outcome
from followups.services.undo import undo_outcome
from tests.factories import NOW, TODAY, make_agreement, make_customer
from tests.followups.cards import make_card, make_rule, member
from tests.followups.occasions import consent, somebody, somebody_with_car

pytestmark = pytest.mark.django_db


def write(customer, dealership, text="When can I come?", **fields):
    """What the customer wrote, and everybody told."""
    values = {"channel": "sms", "address": "+79161234567", "received_at": NOW} | fields
    reply = InboundMessage.objects.create(
        dealership=dealership, customer=customer, text=text, **values
    )
    replies.tell_received(reply, NOW)
    return reply


def reason_of(reply):
    return CallReason.objects.get(rule__trigger="reply_received", subject_id=reply.pk)


def answer_of(customer, dealership, trigger):
    verdicts = why.about_customer(customer=customer, dealership=dealership, day=TODAY, at=NOW)
    return next(each.answer for each in verdicts if each.rule.trigger == trigger)


def take(dealership, operator):
    return queue.claim_next(member=member(operator, dealership), at=NOW)


def test_a_reply_is_planned_the_moment_it_comes(dealership):
    customer = somebody(dealership)

    reply = write(customer, dealership)

    reason = reason_of(reply)
    assert (reason.status, reason.due_from) == ("open", TODAY)
    assert reason.task.priority == 1
    assert "When can I come?" in explain(reason, today=TODAY)


def test_a_new_dealership_has_the_rule_and_it_is_the_most_urgent(dealership):
    rules = Rule.objects.for_dealership(dealership)

    assert rules.get(trigger="reply_received").priority == min(rule.priority for rule in rules)


def test_the_morning_plans_nothing_else_for_a_customer_who_waits(dealership):
    customer, car = somebody_with_car(dealership)
    make_agreement(dealership, customer, car, kind="warranty", ends_on=TODAY + timedelta(days=10))
    reply = write(customer, dealership)

    planning.plan(dealership=dealership, day=TODAY, at=NOW)
    assert [each.rule.trigger for each in CallReason.objects.all()] == ["reply_received"]
    assert answer_of(customer, dealership, "warranty_ending") == why.Answer.REPLY

    inbox.handle(reply=reply, by=None, at=NOW)
    planning.plan(dealership=dealership, day=TODAY, at=NOW)
    assert CallReason.objects.open().get().rule.trigger == "warranty_ending"


def test_without_the_check_the_plan_would_go_on(dealership, monkeypatch):
    """The control: the same morning with the check taken away."""
    from followups.services import statements  # noqa: PLC0415 - patched

    without = statements.ELIGIBLE.replace(planning.statements.eligibility.IS_ANSWERED, "true")
    assert without != statements.ELIGIBLE
    monkeypatch.setattr(statements, "ELIGIBLE", without)
    statements.planning.cache_clear()
    customer, car = somebody_with_car(dealership)
    make_agreement(dealership, customer, car, kind="warranty", ends_on=TODAY + timedelta(days=10))
    write(customer, dealership)

    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    assert CallReason.objects.count() == 2
    statements.planning.cache_clear()


def test_a_run_of_replies_is_no_run_of_the_day(dealership):
    write(somebody(dealership), dealership)

    assert not PlanningRun.objects.exists()


def test_one_who_only_wants_no_more_advertising_is_not_called_about_it(dealership):
    customer = somebody(dealership)

    write(customer, dealership, "STOP", is_opt_out=True)

    assert not CallReason.objects.exists()
    assert planned_replies.waiting(at=NOW) == []


def test_what_they_wrote_joins_the_card_that_waits_and_leads_it(dealership):
    customer = somebody(dealership)
    card = make_card(dealership, customer=customer)

    write(customer, dealership)

    card.refresh_from_db()
    assert card.priority == 1
    assert card.reasons.count() == 2


def test_a_card_in_somebody_s_hands_gets_it_a_minute_after(dealership, operator):
    customer = somebody(dealership)
    card = make_card(dealership, customer=customer)
    taken = take(dealership, operator)
    reply = write(customer, dealership)
    assert not CallReason.objects.filter(subject_id=reply.pk, rule__trigger="reply_received")
    assert planned_replies.waiting(at=NOW) == [dealership]

    record_outcome(
        task=taken, fence=taken.fence, report=Report(outcome=Outcome.REACHED), by=operator, at=NOW
    )
    planned_replies.plan_now(dealership=dealership, at=NOW)

    assert reason_of(reply).task_id != card.pk
    assert planned_replies.waiting(at=NOW) == []


def test_another_card_of_theirs_is_not_called_before_they_have_an_answer(dealership):
    customer = somebody(dealership)
    only = make_rule(dealership, only_role="relations_manager")
    card = make_card(dealership, customer=customer, rules=[only], only_role="relations_manager")
    reply = write(customer, dealership)

    refusal = contact.refusal(task=card, dealership=dealership, at=NOW)
    assert refusal.why == TaskEvent.Why.REPLY
    assert contact.refusal(task=reason_of(reply).task, dealership=dealership, at=NOW) is None

    inbox.handle(reply=reply, by=None, at=NOW)
    assert contact.refusal(task=card, dealership=dealership, at=NOW) is None


@pytest.mark.parametrize("outcome", [Outcome.REACHED, Outcome.REFUSED, Outcome.DO_NOT_CALL])
def test_a_talk_handles_it_and_its_undo_opens_it_again(dealership, operator, outcome):
    customer = somebody(dealership)
    reply = write(customer, dealership)
    card = take(dealership, operator)

    event = record_outcome(
        task=card, fence=card.fence, report=Report(outcome=outcome), by=operator, at=NOW
    )
    reply.refresh_from_db()
    assert (reply.how, reply.handled_by) == ("called", operator)

    undo_outcome(event=event, by=operator, at=NOW)
    reply.refresh_from_db()
    assert (reply.how, reply.handled_by, reply.handled_at) == ("", None, None)
    assert reason_of(reply).status == "open"


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUSY])
def test_a_call_that_nobody_took_answers_nothing(dealership, operator, outcome):
    reply = write(somebody(dealership), dealership)
    card = take(dealership, operator)

    record_outcome(task=card, fence=card.fence, report=Report(outcome=outcome), by=operator, at=NOW)

    reply.refresh_from_db()
    assert reply.handled_at is None


def test_handled_elsewhere_the_call_goes_and_comes_back_with_the_undo(dealership, operator):
    customer = somebody(dealership)
    reply = write(customer, dealership)
    card = reason_of(reply).task

    inbox.handle(reply=reply, by=operator, at=NOW)
    card.refresh_from_db()
    assert (card.status, card.drop_reason) == ("dropped", "settled")
    assert reason_of(reply).status == "dropped"

    inbox.reopen(reply=reply, at=NOW)
    assert reason_of(reply).status == "open"
    assert CallTask.objects.open().get().pk != card.pk


def test_handled_elsewhere_the_card_stays_for_its_other_reasons(dealership, operator):
    customer = somebody(dealership)
    card = make_card(dealership, customer=customer)
    reply = write(customer, dealership)

    inbox.handle(reply=reply, by=operator, at=NOW)

    card.refresh_from_db()
    assert (card.status, card.priority) == ("waiting", 5)
    assert [each.rule.trigger for each in card.reasons.open()] == ["maintenance_due"]


def test_who_may_not_be_called_waits_in_the_inbox_only(dealership):
    customer = make_customer(dealership, phone="+79161234567")
    consent(customer, dealership, "service", granted=False)

    reply = write(customer, dealership)

    assert not CallReason.objects.exists()
    assert reply in InboundMessage.objects.open()


def test_a_rule_that_is_switched_off_plans_no_call_and_still_stops_the_plan(dealership):
    customer, car = somebody_with_car(dealership)
    make_agreement(dealership, customer, car, kind="warranty", ends_on=TODAY + timedelta(days=10))
    Rule.objects.filter(trigger="reply_received").update(is_active=False)

    write(customer, dealership)
    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    assert not CallReason.objects.exists()


def test_another_dealership_s_reply_stops_nothing_here(dealership, sister):
    customer, car = somebody_with_car(dealership)
    sister.customer_relations.create(holding=sister.holding, customer=customer)
    make_agreement(dealership, customer, car, kind="warranty", ends_on=TODAY + timedelta(days=10))

    write(customer, sister)
    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    reasons = CallReason.objects.for_dealership(dealership)
    assert [each.rule.trigger for each in reasons] == ["warranty_ending"]


def test_the_calendar_of_touches_says_what_it_waits_for(dealership, operator, client_as):
    customer = somebody(dealership)
    write(customer, dealership)

    page = client_as(operator).get(
        reverse("followups:customer_touches", args=[dealership.slug, customer.pk])
    )

    assert "waits for an answer" in page.text


def test_the_call_card_shows_what_they_wrote(dealership, operator):
    write(somebody(dealership), dealership, "Is my car ready?")
    card = take(dealership, operator)

    shown = card_of(task=card, dealership=dealership, caller=operator, at=NOW)

    assert "Is my car ready?" in shown.reasons[0].explanation
    assert "Вы нам написали" in shown.script.opening

"""Plans of several steps: messages go out in their turn, calls wait for theirs."""

from datetime import timedelta

import pytest

from communications.models import Message
from communications.services import sending
from communications.services.holds import hold
from followups.models import CallReason, CallTask, TaskEvent
from followups.rules.outcomes import Outcome
from followups.services import plan_steps, planning, queue
from followups.services.outcomes import Report, record_outcome
from followups.services.undo import undo_outcome
from tests.communications.letters import make_template
from tests.factories import NOW, TODAY, make_visit, say
from tests.followups.cards import make_card, make_rule, make_step, member, put_steps
from tests.followups.occasions import somebody_with_car

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def sms_first(dealership):
    """An SMS at once, two calls from the second day, an SMS on the fifth, a call from the ninth."""
    dealership.rules.update(is_active=False)
    text = make_template(dealership, purpose="satisfaction")
    steps = [("sms", 0, 1, text), ("call", 2, 2), ("sms", 5, 1, text), ("call", 9, 1)]
    return make_rule(
        dealership, trigger="visit_closed", window_days=20, purpose="satisfaction", steps=steps
    )


@pytest.fixture
def visitor(dealership):
    customer, car = somebody_with_car(dealership)
    say(customer, dealership, purpose="satisfaction", at=NOW - 90 * DAY)
    make_visit(dealership, customer, car, closed_at=NOW)
    return customer


@pytest.fixture
def reason(dealership, sms_first, visitor):
    planning.plan(dealership=dealership, day=TODAY, at=NOW)
    return CallReason.objects.get(rule=sms_first)


def send(dealership, at=NOW):
    return plan_steps.send_due(dealership=dealership, at=at)


def place(reason):
    reason.refresh_from_db()
    ahead = reason.message_on and (reason.message_on - TODAY).days
    return reason.step, reason.step_failures, ahead


def call_and_fail(reason, operator, at, outcome=Outcome.NO_ANSWER):
    """Claim the card when its time has come, and reach nobody."""
    task = queue.claim_next(member=member(operator, reason.dealership), at=at)
    return record_outcome(
        task=task, fence=task.fence, report=Report(outcome=outcome), by=operator, at=at
    )


def test_a_plan_that_begins_with_a_message_waits_with_its_call(dealership, reason):
    task = reason.task

    assert place(reason) == (1, 0, 0)
    assert dealership.local_date(task.not_before) == TODAY + 2 * DAY
    assert task.max_attempts == 3


def test_the_message_is_queued_once_and_the_plan_goes_on(dealership, reason):
    sent = [send(dealership), send(dealership)]

    message = Message.objects.get()
    assert sent == [1, 0]
    assert (message.customer, message.channel, message.purpose) == (
        reason.customer, "sms", "satisfaction",
    )  # fmt: skip
    assert place(reason) == (2, 0, None)
    event = TaskEvent.objects.get(kind="step")
    assert (event.before["message"], event.before["passed_over"]) == (message.pk, "")


def test_after_its_failures_the_calls_give_way_to_the_next_message(dealership, reason, operator):
    send(dealership)
    call_and_fail(reason, operator, NOW + 2 * DAY)
    after_one = place(reason)
    reason.task.refresh_from_db()
    call_and_fail(reason, operator, reason.task.not_before)

    assert after_one == (2, 1, None)
    assert place(reason) == (3, 0, 5)
    reason.task.refresh_from_db()
    assert dealership.local_date(reason.task.not_before) == TODAY + 9 * DAY


def test_a_failure_that_is_taken_back_puts_the_plan_back(dealership, reason, operator):
    send(dealership)
    event = call_and_fail(reason, operator, NOW + 2 * DAY)

    undo_outcome(event=event, by=operator, at=event.at)

    assert place(reason) == (2, 0, None)


def test_the_last_call_that_fails_closes_the_card(dealership, reason, operator):
    send(dealership)
    for _call in range(3):
        reason.task.refresh_from_db()
        send(dealership, at=reason.task.not_before)
        call_and_fail(reason, operator, max(reason.task.not_before, NOW + 2 * DAY))

    reason.task.refresh_from_db()
    assert (reason.task.status, reason.task.drop_reason) == ("dropped", "attempts")
    assert Message.objects.count() == 2


def test_who_was_reached_before_the_message_left_gets_none(dealership, reason, operator):
    send(dealership)
    call_and_fail(reason, operator, NOW + 2 * DAY, outcome=Outcome.REACHED)

    sending.send_due(at=NOW + 2 * DAY)

    message = Message.objects.get()
    assert (message.state, message.why) == ("cancelled", "settled")


@pytest.mark.parametrize("why", ["no_address", "no_consent"])
def test_a_message_that_may_not_go_out_is_passed_over_and_noted(dealership, reason, why):
    if why == "no_address":
        reason.customer.contact_points.update(wrong_since=NOW)
    else:
        say(reason.customer, dealership, False, purpose="satisfaction", channel="sms")

    assert send(dealership) == 0

    assert place(reason) == (2, 0, None)
    assert TaskEvent.objects.get(kind="step").before["passed_over"] == why


def test_a_customer_on_hold_gets_it_afterwards(dealership, reason, settings):
    settings.SMS_URL = "http://127.0.0.1:9/"
    hold(dealership=dealership, customer=reason.customer, reason="complaint", subject_id=1, at=NOW)

    assert send(dealership) == 0
    assert place(reason) == (1, 0, 1)


def test_a_card_in_somebodys_hands_is_left_alone(dealership, reason, operator):
    CallTask.objects.filter(pk=reason.task_id).update(not_before=NOW)
    queue.claim_next(member=member(operator, dealership), at=NOW)

    assert send(dealership) == 0
    assert place(reason) == (1, 0, 0)


def test_a_promised_call_keeps_the_messages_back(dealership, reason):
    CallTask.objects.filter(pk=reason.task_id).update(callback_at=NOW + DAY)

    assert send(dealership) == 0


def test_on_the_last_day_nothing_but_the_call_is_left(dealership, reason):
    CallReason.objects.filter(pk=reason.pk).update(due_until=TODAY)

    assert send(dealership) == 0
    assert place(reason) == (2, 0, None)


def test_an_occasion_found_on_the_last_day_is_called_at_once(dealership, sms_first, visitor):
    day = TODAY + 19 * DAY

    planning.plan(dealership=dealership, day=day, at=NOW + 19 * DAY)

    reason = CallReason.objects.get(rule=sms_first)
    assert reason.message_on is None
    assert dealership.local_date(reason.task.not_before) == day


def test_a_new_reason_for_today_brings_the_waiting_card_forward(dealership, reason, visitor):
    make_rule(dealership, trigger="visit_closed", window_days=20, purpose="satisfaction")

    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    task = CallTask.objects.get()
    assert dealership.local_date(task.not_before) == TODAY
    assert task.reasons.count() == 2


def test_a_card_that_was_tried_keeps_its_time(dealership, reason, visitor):
    later = NOW + DAY
    CallTask.objects.filter(pk=reason.task_id).update(attempts=1, not_before=later)
    make_rule(dealership, trigger="visit_closed", window_days=20, purpose="satisfaction")

    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    assert CallTask.objects.get().not_before == later


def test_a_shorter_plan_goes_on_with_its_last_call(dealership, reason, sms_first, operator):
    send(dealership)
    put_steps(sms_first, [make_step(attempts=3)])

    call_and_fail(reason, operator, NOW + 2 * DAY)

    assert place(reason) == (1, 1, None)


def test_the_most_urgent_of_two_plans_does_not_hold_back_the_other(dealership, operator):
    slow = make_rule(dealership, priority=1, steps=[("call", 0, 1), ("call", 9, 1)])
    quick = make_rule(dealership, priority=5)
    card = make_card(dealership, rules=[slow, quick])

    call_and_fail(card.reasons.get(rule=slow), operator, NOW)

    card.refresh_from_db()
    assert dealership.local_date(card.not_before) <= TODAY + 2 * DAY

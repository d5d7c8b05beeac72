"""The contact budget (N2): how often advertising and how often a call, over all departments."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communications import contact_budget
from communications.models import ContactHold, Touch
from communications.rules.budget import Budget, advertising_from
from communications.services import holds, touches
from followups.models import TaskEvent
from followups.services import queue
from followups.services.outcomes import Report, record_outcome
from tests.factories import NOW, TODAY, make_customer
from tests.followups.cards import consent_to, make_card, make_rule, member

USUAL = Budget(marketing_contacts=2, marketing_days=30, calls_a_day=1, days_after_complaint=7)
DAYS = st.lists(st.integers(0, 80).map(lambda days: TODAY - timedelta(days=days)), max_size=6)
BUDGETS = st.builds(
    Budget,
    marketing_contacts=st.integers(1, 4),
    marketing_days=st.integers(1, 40),
    calls_a_day=st.just(1),
    days_after_complaint=st.integers(0, 20),
)


def fits(budget: Budget, advertised: list[date], day: date) -> bool:
    """The oracle: count the contacts in the days that end with `day`."""
    first = day - timedelta(days=budget.marketing_days - 1)
    return sum(first <= each <= day for each in advertised) < budget.marketing_contacts


@given(budget=BUDGETS, advertised=DAYS, ended=st.none() | st.integers(0, 30))
def test_advertising_waits_for_the_first_day_that_has_room(budget, advertised, ended):
    complaint_ended = None if ended is None else TODAY - timedelta(days=ended)

    found = advertising_from(
        budget, advertised=advertised, complaint_ended=complaint_ended, today=TODAY
    )

    def is_free(day):
        rested = ended is None or (day - complaint_ended).days >= budget.days_after_complaint
        return rested and fits(budget, advertised, day)

    assert is_free(found)
    before = (TODAY + timedelta(days=number) for number in range((found - TODAY).days))
    assert not any(is_free(day) for day in before)


def test_a_budget_of_none_has_room_on_no_day():
    none = Budget(marketing_contacts=0, marketing_days=30, calls_a_day=1, days_after_complaint=7)

    assert advertising_from(none, advertised=[], complaint_ended=None, today=TODAY) == date.max


def talk(customer, dealership, by, *, days=0, is_advertising=False, outcome="reached"):
    return touches.record_call(
        dealership=dealership,
        customer=customer,
        outcome=outcome,
        is_conversation=outcome == "reached",
        is_advertising=is_advertising,
        address="",
        note="",
        by=by,
        at=NOW - timedelta(days=days),
    )


@pytest.fixture
def advertised(dealership):
    """A card that is nothing but advertising, of a customer who agreed to it."""
    rule = make_rule(dealership, purpose="advertising")
    card = make_card(dealership, rules=[rule])
    consent_to(card.customer, dealership, "advertising")
    return card


def claim(operator, dealership, at=NOW):
    return queue.claim_next(member=member(operator, dealership), at=at)


def put_off_until(card):
    card.refresh_from_db()
    assert TaskEvent.objects.filter(task=card).latest("pk").why == "budget"
    return card.dealership.local_date(card.not_before)


@pytest.mark.django_db
def test_two_contacts_of_advertising_in_thirty_days_are_enough(advertised, dealership, operator):
    for days in (20, 5):
        talk(advertised.customer, dealership, operator, days=days, is_advertising=True)

    assert claim(operator, dealership) is None
    assert put_off_until(advertised) == TODAY + timedelta(days=10)
    assert claim(operator, dealership, NOW + timedelta(days=10)).pk == advertised.pk


@pytest.mark.django_db
def test_what_nobody_answered_or_was_taken_back_or_is_no_advertising_does_not_count(
    advertised, dealership, operator
):
    talk(advertised.customer, dealership, operator, days=9, is_advertising=True)
    talk(advertised.customer, dealership, operator, days=8)
    talk(
        advertised.customer, dealership, operator, days=7, is_advertising=True, outcome="no_answer"
    )
    undone = talk(advertised.customer, dealership, operator, days=6, is_advertising=True)
    touches.take_back(touch=undone, at=NOW)

    assert claim(operator, dealership).pk == advertised.pk


@pytest.mark.django_db
def test_messages_count_in_the_budget_of_advertising(advertised, dealership):
    for days in (3, 2):
        Touch.objects.create(
            dealership=dealership,
            customer=advertised.customer,
            channel="sms",
            at=NOW - timedelta(days=days),
            is_advertising=True,
        )

    room = contact_budget.room(customer_id=advertised.customer_id, dealership=dealership, at=NOW)

    assert room.for_a_call
    assert room.advertising_from == TODAY + timedelta(days=27)


@pytest.mark.django_db
def test_advertising_rides_along_with_a_service_reason(dealership, operator):
    rules = [make_rule(dealership, purpose=purpose) for purpose in ("advertising", "service")]
    card = make_card(dealership, rules=rules)
    consent_to(card.customer, dealership, "advertising")
    for days in (5, 4):
        talk(card.customer, dealership, operator, days=days, is_advertising=True)

    held = claim(operator, dealership)
    record_outcome(
        task=held, fence=held.fence, report=Report(outcome="reached"), by=operator, at=NOW
    )

    assert held.pk == card.pk
    assert not Touch.objects.latest("pk").is_advertising


@pytest.mark.django_db
def test_no_advertising_for_a_week_after_a_complaint(advertised, dealership, operator):
    holds.hold(
        dealership=dealership,
        customer=advertised.customer,
        reason=ContactHold.Reason.COMPLAINT,
        subject_id=1,
        at=NOW - timedelta(days=9),
        until=NOW - timedelta(days=3),
    )

    assert claim(operator, dealership) is None
    assert put_off_until(advertised) == TODAY + timedelta(days=4)


@pytest.mark.django_db
def test_one_talk_a_day_and_a_promised_call_on_top(dealership, operator):
    card = make_card(dealership)
    talk(card.customer, dealership, operator)

    assert claim(operator, dealership, NOW + timedelta(hours=1)) is None
    assert put_off_until(card) == TODAY + timedelta(days=1)

    card.not_before = card.callback_at = NOW + timedelta(hours=2)
    card.save()
    assert claim(operator, dealership, NOW + timedelta(hours=2)).pk == card.pk


@pytest.mark.django_db
def test_a_call_about_nothing_but_advertising_counts_as_such(advertised, dealership, operator):
    held = claim(operator, dealership)
    record_outcome(
        task=held, fence=held.fence, report=Report(outcome="reached"), by=operator, at=NOW
    )

    assert Touch.objects.get(customer=advertised.customer).is_advertising


@pytest.mark.django_db
def test_a_dealership_without_advertising_lets_the_card_lapse(advertised, dealership, operator):
    dealership.marketing_contacts = 0
    dealership.save()

    assert claim(operator, dealership) is None
    assert put_off_until(advertised) == advertised.due_until + timedelta(days=1)


@pytest.mark.django_db
def test_the_day_is_the_dealerships(dealership, operator):
    """A talk at 23:30 local was yesterday's, whatever the calendar of UTC says."""
    customer = make_customer(dealership)
    late = NOW.replace(hour=20, minute=30) - timedelta(days=1)  # 23:30 in Moscow
    touch = talk(customer, dealership, operator)
    Touch.objects.filter(pk=touch.pk).update(at=late)

    assert contact_budget.room(
        customer_id=customer.pk, dealership=dealership, at=NOW.replace(hour=6)
    ).for_a_call

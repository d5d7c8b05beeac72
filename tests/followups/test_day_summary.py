"""A person's day: its figures, the usual day beside it, its lists, and who may open it."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communications.models import Touch
from dealerships.members import member_of
from followups import day_summary
from followups.models import CallTask, TaskEvent
from followups.services import queue
from followups.services.handover import hand_over_late
from followups.services.outcomes import Report, record_outcome
from tests.factories import TODAY, call_at_any_hour, make_customer, make_user
from tests.followups.cards import make_card
from tests.promises.promised import promised


@pytest.fixture(autouse=True)
def _always_open(dealership):
    call_at_any_hour(dealership)
    dealership.refresh_from_db()


@pytest.fixture
def clock(dealership):
    """clock(11, 5, days=-1): a moment of the day before TODAY on the dealership's clock."""

    def moment(hour, minute=0, days=0):
        return datetime.combine(TODAY + timedelta(days=days), time(hour, minute), dealership.tz)

    return moment


@pytest.fixture
def call(dealership, operator):
    """call("reached", at, minutes=3): a card taken so long before the outcome."""

    def make(outcome, at, *, minutes=3, task=None, **report):
        taken = at - timedelta(minutes=minutes)
        card = task or make_card(dealership, assigned_to=operator, not_before=taken)
        member = member_of(operator, dealership.slug)
        card = queue.claim_own(member=member, task=card, at=taken)
        said = Report(outcome=outcome, **report)
        return record_outcome(task=card, fence=card.fence, report=said, by=operator, at=at)

    return make


@pytest.fixture
def day(dealership, operator, clock):
    def of(on=TODAY, at=None):
        return day_summary.day_of(
            dealership=dealership, person=operator, on=on, at=at or clock(23, days=1)
        )

    return of


def test_the_day_counts_calls_talks_outcomes_and_the_median_time(day, call, clock):
    call("reached", clock(10), minutes=2)
    call("no_answer", clock(11), minutes=1)
    call("no_answer", clock(12), minutes=9)

    found = day()

    assert (found.figures.calls, found.figures.talks, found.figures.seconds) == (3, 1, 120)
    assert found.figures.share == pytest.approx(1 / 3)
    lines = [(line.choice.kind, line.number) for line in found.outcomes]
    assert lines == [("no_answer", 2), ("reached", 1)]


def test_a_call_taken_back_and_those_of_others_do_not_count(
    dealership, day, call, clock, dealer_head
):
    event = call("reached", clock(10))
    Touch.objects.filter(pk=event.touch_id).update(undone_at=clock(10, 1))
    Touch.objects.create(
        dealership=dealership, customer=make_customer(dealership), by=dealer_head,
        outcome="reached", is_conversation=True, at=clock(11),
    )  # fmt: skip

    assert day().figures.calls == 0


def test_the_usual_day_is_the_middle_of_the_days_worked_before(day, call, clock):
    for ago, calls in ((1, 1), (3, 2), (10, 6)):
        for number in range(calls):
            call("reached", clock(9, number * 5, days=-ago))
    call("no_answer", clock(10))

    usual = day().usual

    assert (usual.days, usual.calls, usual.share, usual.seconds) == (3, 2, 1, 180)


def test_a_day_that_is_not_over_is_compared_until_the_same_time(day, call, clock):
    call("reached", clock(9, days=-1))
    call("reached", clock(15, days=-1))
    call("reached", clock(9))

    morning, evening = day(at=clock(12)), day(at=clock(18))

    assert (morning.usual.calls, evening.usual.calls) == (1, 2)


def test_without_a_day_before_there_is_no_usual_one(day, call, clock):
    call("reached", clock(9))

    assert day().usual is None


def test_a_promised_call_is_kept_in_time_and_broken_late_or_by_the_sweep(
    dealership, day, call, clock
):
    kept, late, swept = (
        call("call_back", clock(9, minute), callback_at=clock(12)).task for minute in (0, 10, 20)
    )
    call("call_back", clock(9, 30), callback_at=clock(16))
    call("reached", clock(12, 10), minutes=1, task=kept)
    call("no_answer", clock(12, 40), minutes=1, task=late)
    CallTask.objects.filter(pk__in=[kept.pk, late.pk]).update(assigned_to=None)
    hand_over_late(dealership=dealership, at=clock(13))
    assert TaskEvent.objects.filter(task=swept, why="callback_late").exists()

    found = day(at=clock(14))

    assert (found.figures.callbacks_kept, found.figures.callbacks_broken) == (1, 2)
    assert found.callbacks_open == 1


def test_promises_made_kept_and_broken_that_day_are_counted_and_listed(
    dealership, operator, dealer_head, day, clock
):
    def promise(made, closed=None, *, kept=None, owner=operator):
        return promised(
            dealership=dealership, customer=make_customer(dealership), text="Send the price",
            made_at=made, made_by=operator, owner=owner, due_at=clock(18), closed_at=closed,
            is_kept=kept,
        )  # fmt: skip

    promise(clock(9), owner=dealer_head)
    promise(clock(9, days=-2), clock(10), kept=True)
    promise(clock(9, days=-2), clock(11), kept=False)
    promise(clock(9, days=-2), clock(11, days=-1), kept=True)

    found = day()

    assert (found.figures.made, found.figures.kept, found.figures.broken) == (1, 1, 1)
    assert len(found.promises) == 3


def url(name, *args):
    return reverse(f"followups:{name}", args=["north", *args])


def test_a_number_opens_the_calls_behind_it(client_as, operator, call, clock):
    talk = call("reached", clock(10), note="wants winter tyres")
    missed = call("no_answer", clock(11))
    page = client_as(operator).get(url("my_day"), {"on": TODAY, "came_to": "talks"})

    listed = page.context["calls"]

    assert [each.pk for each in listed] == [talk.touch_id] != [missed.touch_id]
    assert listed[0].took == timedelta(minutes=3)
    assert "wants winter tyres" in page.text


def test_a_day_without_calls_says_so(client_as, operator):
    page = client_as(operator).get(url("my_day"))

    assert "No call yet today" in page.text


def test_a_day_to_come_is_refused_in_words(client_as, operator):
    tomorrow = timezone.localdate() + timedelta(days=2)

    answer = client_as(operator).get(url("my_day"), {"on": tomorrow})

    assert "This day has not come yet." in answer.text


def test_a_supervisor_opens_the_day_of_each_person_and_an_operator_only_the_own(
    client_as, operator, dealer_head, salesperson
):
    assert client_as(dealer_head).get(url("person_day", operator.pk)).status_code == 200
    assert client_as(operator).get(url("person_day", salesperson.pk)).status_code == 403
    assert client_as(salesperson).get(url("my_day")).status_code == 200


def test_somebody_of_another_house_has_no_day_here(client_as, dealer_head, stranger):
    foreigner = make_user(dealership=stranger, roles=["operator"])

    assert client_as(dealer_head).get(url("person_day", foreigner.pk)).status_code == 404


def test_the_page_costs_the_same_for_one_call_and_for_twenty(client_as, operator, call, clock):
    desk = client_as(operator)
    call("reached", clock(9))
    desk.get(url("my_day"), {"on": TODAY})
    with CaptureQueriesContext(connection) as for_one:
        desk.get(url("my_day"), {"on": TODAY})

    for number in range(10):
        call("no_answer", clock(10, number * 4))
        call("reached", clock(10, number * 4, days=-1))
    with CaptureQueriesContext(connection) as for_many:
        answer = desk.get(url("my_day"), {"on": TODAY})

    assert len(answer.context["calls"]) == 11
    assert len(for_many) == len(for_one)

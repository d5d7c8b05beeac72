"""The weekly sample: by lot and for a cause, the same however often it is drawn."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F

from callreview import talks
from callreview.models import ReviewSettings, SampledCall, SampleDraw, SampleReason
from callreview.rules import samples
from callreview.services import drawing
from callreview.tasks import draw_samples
from communications.models import PhoneCall
from complaints.services import open_complaint
from promises.services.promises import close_promise, make_promise
from surveys import services as surveys
from tests.callreview.sampled import LAST_WEEK, entered_talk, phone_talk
from tests.factories import NOW, make_customer, make_vehicle, make_visit, say

pytestmark = pytest.mark.django_db
Why = SampleReason.Why


def drawn(dealership) -> set[tuple[str, int]]:
    """What is in the sample: kind and number of each talk."""
    calls = SampledCall.objects.for_dealership(dealership)
    return {
        ("phone", call.phone_call_id) if call.phone_call_id else ("entered", call.touch_id)
        for call in calls
    }


def whys(talk) -> set[str]:
    name = "phone_call" if isinstance(talk, PhoneCall) else "touch"
    return set(SampleReason.objects.filter(**{f"call__{name}": talk}).values_list("why", flat=True))


def test_of_each_person_those_with_the_smallest_lots_are_drawn(dealership, operator, salesperson):
    seen = [phone_talk(dealership, operator) for _ in range(9)]
    told = [entered_talk(dealership, operator) for _ in range(9)]
    few = [entered_talk(dealership, salesperson)]
    week = samples.monday(LAST_WEEK.date())
    lots = sorted(
        (samples.lot(week=week, kind=kind, pk=talk.pk), kind, talk.pk)
        for kind, talks_ in (("phone", seen), ("entered", told))
        for talk in talks_
    )

    drawing.draw(dealership=dealership, by=None, at=NOW)

    expected = {(kind, pk) for _lot, kind, pk in lots[:3]} | {("entered", few[0].pk)}
    assert drawn(dealership) == expected


def test_the_database_computes_the_lot_as_the_rule_does(dealership, operator):
    # a Monday of the dealership's calendar that is still a Sunday in UTC
    talk = phone_talk(dealership, operator, started_at=NOW.replace(day=8, hour=22))
    told = entered_talk(dealership, operator)
    start, end = NOW - timedelta(days=40), NOW

    seen = talks.phone_talks(dealership, start=start, end=end).get()
    entered = talks.entered_talks(dealership, start=start, end=end).get()

    monday = dealership.local_date(talk.started_at)
    assert monday.weekday() == 0
    assert (seen.week, seen.lot) == (monday, samples.lot(week=monday, kind="phone", pk=talk.pk))
    assert entered.lot == samples.lot(
        week=samples.monday(LAST_WEEK.date()), kind="entered", pk=told.pk
    )


def test_drawn_again_nothing_changes(dealership, operator):
    for _ in range(6):
        phone_talk(dealership, operator)
    drawing.draw(dealership=dealership, by=None, at=NOW)
    before = drawn(dealership)

    again = drawing.draw(dealership=dealership, by=operator, at=NOW + timedelta(hours=1))

    assert (again.added, drawn(dealership), len(before)) == (0, before, 3)


def test_a_larger_number_adds_to_what_was_drawn(dealership, operator):
    for _ in range(8):
        phone_talk(dealership, operator)
    drawing.draw(dealership=dealership, by=None, at=NOW)
    before = drawn(dealership)
    ReviewSettings.objects.update(calls_a_week=5)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert before < drawn(dealership)
    assert len(drawn(dealership)) == 5


def test_a_talk_both_tables_know_is_drawn_once(dealership, operator):
    touch = entered_talk(dealership, operator)
    call = phone_talk(dealership, operator, customer=touch.customer, touch=touch)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert drawn(dealership) == {("phone", call.pk)}


def test_a_call_that_is_proved_later_is_not_drawn_twice(dealership, operator):
    touch = entered_talk(dealership, operator)
    drawing.draw(dealership=dealership, by=None, at=NOW)
    phone_talk(dealership, operator, customer=touch.customer, touch=touch)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert drawn(dealership) == {("entered", touch.pk)}


def test_what_was_no_conversation_is_not_drawn_by_lot(dealership, operator):
    entered_talk(dealership, operator, outcome="no_answer", is_conversation=False)
    entered_talk(dealership, operator, undone_at=NOW)
    phone_talk(dealership, operator, state="missed", answered_at=None)
    phone_talk(dealership, None)
    short = phone_talk(dealership, operator, seconds=3)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert drawn(dealership) == {("phone", short.pk)}
    assert whys(short) == {Why.SHORT}


def test_only_weeks_that_are_over_are_drawn(dealership, operator):
    phone_talk(dealership, operator, started_at=NOW - timedelta(days=1))
    phone_talk(dealership, operator, started_at=NOW - timedelta(weeks=8))

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert drawn(dealership) == set()


def causes_of(dealership, operator, talk) -> dict[str, object]:
    """Talks of the operator, each with what the name says."""
    unhappy = make_customer(dealership)
    open_complaint(
        dealership=dealership, customer=unhappy, category="calls", severity=2, text="Rude",
        by=None, at=LAST_WEEK + timedelta(days=6),
    )  # fmt: skip
    silent = make_customer(dealership)
    say(silent, dealership, False, at=LAST_WEEK + timedelta(minutes=5))
    asked = make_customer(dealership)
    visit = make_visit(dealership, asked, make_vehicle(dealership, owner=asked))
    surveys.record_answers(
        repair_order=visit, answers={"paid": "more"}, by=None, at=LAST_WEEK + timedelta(days=7)
    )
    promised = make_customer(dealership)
    promise = make_promise(
        dealership=dealership, customer=promised, text="Call back", by=operator,
        due_at=LAST_WEEK + timedelta(hours=2), at=LAST_WEEK + timedelta(minutes=2),
    )  # fmt: skip
    close_promise(promise=promise, is_kept=False, by=operator, at=LAST_WEEK + timedelta(days=1))
    return {
        Why.COMPLAINT: talk(dealership, operator, customer=unhappy),
        Why.WITHDRAWN: talk(dealership, operator, customer=silent),
        Why.LOW_ANSWER: talk(dealership, operator, customer=asked),
        Why.PROMISE: talk(dealership, operator, customer=promised),
    }


@pytest.mark.parametrize("talk", [phone_talk, entered_talk])
def test_calls_after_which_something_went_wrong_are_drawn(dealership, operator, talk):
    ReviewSettings.objects.create(dealership=dealership, calls_a_week=0)
    caused = causes_of(dealership, operator, talk)
    talk(dealership, operator)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert {why: whys(each) for why, each in caused.items()} == {why: {why} for why in caused}
    assert len(drawn(dealership)) == len(caused)


def test_refused_and_very_long_calls_are_drawn(dealership, operator):
    ReviewSettings.objects.create(dealership=dealership, calls_a_week=0, long_minutes=10)
    refused = entered_talk(dealership, operator, outcome="refused")
    long = phone_talk(dealership, operator, seconds=601)
    phone_talk(dealership, operator, seconds=599)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert (whys(refused), whys(long)) == ({Why.REFUSED}, {Why.LONG})
    assert len(drawn(dealership)) == 2


def test_of_each_cause_no_more_are_drawn_than_the_settings_say(dealership, operator):
    ReviewSettings.objects.create(dealership=dealership, calls_a_week=0, flagged_a_week=2)
    for _ in range(5):
        entered_talk(dealership, operator, outcome="refused")

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert Counter(SampleReason.objects.values_list("why", flat=True)) == {"refused": 2}


def test_what_went_wrong_before_the_call_is_no_cause(dealership, operator):
    ReviewSettings.objects.create(dealership=dealership, calls_a_week=0)
    customer = make_customer(dealership)
    open_complaint(
        dealership=dealership, customer=customer, category="calls", severity=2, text="Rude",
        by=None, at=LAST_WEEK - timedelta(minutes=1),
    )  # fmt: skip
    entered_talk(dealership, operator, customer=customer)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert drawn(dealership) == set()


def test_the_sample_is_of_one_dealership(dealership, sister, operator):
    theirs = entered_talk(sister, operator)

    drawing.draw(dealership=dealership, by=None, at=NOW)
    assert drawn(dealership) == set()
    drawing.draw(dealership=sister, by=None, at=NOW)
    assert drawn(sister) == {("entered", theirs.pk)}


def test_each_dealership_draws_once_a_day_of_its_own(dealership, stranger):
    drawing.draw(dealership=dealership, by=None, at=NOW)

    assert drawing.due(at=NOW + timedelta(hours=1)) == [stranger]
    assert drawing.due(at=NOW + timedelta(days=1)) == [dealership, stranger]


def test_the_task_draws_what_is_due(dealership, time_machine):
    time_machine.move_to(NOW, tick=False)

    first, second = draw_samples(), draw_samples()

    assert (first, second) == (1, None)  # the turn is taken
    assert SampleDraw.objects.for_dealership(dealership).count() == 1


def test_a_call_is_chosen_by_hand_once(dealership, operator, relations_manager):
    talk = entered_talk(dealership, operator)

    one = drawing.choose(dealership=dealership, talk=talk, by=relations_manager, at=NOW)
    two = drawing.choose(dealership=dealership, talk=talk, by=relations_manager, at=NOW)

    assert one == two
    assert whys(talk) == {Why.CHOSEN}


def test_a_call_in_which_nobody_spoke_is_not_chosen(dealership, operator, relations_manager):
    talk = phone_talk(dealership, operator, state="missed", answered_at=None)

    with pytest.raises(drawing.NoConversation):
        drawing.choose(dealership=dealership, talk=talk, by=relations_manager, at=NOW)


def test_the_type_of_a_call_is_the_purpose_of_its_rule(dealership, operator):
    incoming = phone_talk(dealership, operator, direction="in")
    other = phone_talk(dealership, operator)

    drawing.draw(dealership=dealership, by=None, at=NOW)

    types = SampledCall.objects.values_list("call_type", flat=True)
    assert types.get(phone_call=incoming) == "incoming"
    assert types.get(phone_call=other) == "other"
    assert not SampledCall.objects.exclude(person=F("phone_call__user")).exists()

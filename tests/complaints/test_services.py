"""Complaints: taken down with a hold, moved by the rules, every change in the history."""

from datetime import datetime, timedelta

import pytest

from communications.models import ContactHold
from complaints import rules, services
from complaints.models import Complaint
from complaints.steps import STEPS
from tests.factories import NOW, make_customer


@pytest.fixture
def complaint(dealership, operator) -> Complaint:
    return make_complaint(dealership, by=operator)


def make_complaint(dealership, *, by=None, severity=2, at=NOW, **fields) -> Complaint:
    values = {"category": "price", "text": "Too dear", "customer": None} | fields
    values["customer"] = values["customer"] or make_customer(dealership)
    return services.open_complaint(dealership=dealership, severity=severity, by=by, at=at, **values)


def active_holds(complaint, at=NOW):
    return ContactHold.objects.for_dealership(complaint.dealership).active(at=at)


def test_a_complaint_stops_contact_and_begins_its_history(complaint, operator):
    event = complaint.events.get()

    assert active_holds(complaint).get().customer == complaint.customer
    assert (event.to_status, event.by, event.at) == ("open", operator, NOW)


@pytest.mark.parametrize(
    ("severity", "due"),
    [
        (3, "2026-11-20 14:00"),
        (2, "2026-11-20 20:00"),
        (1, "2026-11-22 12:00"),
    ],
    ids=["high: 2 hours", "medium: 8 hours", "low: 24 working hours of 12 a day"],
)
def test_the_answer_is_due_in_working_time(dealership, severity, due):
    complaint = make_complaint(dealership, severity=severity)  # Friday noon in Moscow, 9 to 21

    local = complaint.answer_due_at.astimezone(dealership.tz)
    assert local.replace(tzinfo=None) == datetime.fromisoformat(due)


def test_friday_evening_is_answered_on_monday(dealership):
    dealership.working_hours.filter(weekday__gte=5).delete()
    evening = datetime(2026, 11, 20, 20, tzinfo=dealership.tz)

    complaint = make_complaint(dealership, severity=3, at=evening)

    assert complaint.answer_due_at == datetime(2026, 11, 23, 10, tzinfo=dealership.tz)


def test_closing_lets_the_customer_be_called_again_and_reopening_stops_it(complaint, operator):
    later = NOW + timedelta(hours=1)

    move(complaint, "solved", by=operator, note="Paid back")
    assert active_holds(complaint, later).exists()

    move(complaint, "closed", by=operator)
    assert not active_holds(complaint, later).exists()

    move(complaint, "in_work", by=operator)
    assert active_holds(complaint, later).exists()
    assert complaint.closed_at is None


def move(complaint, to, *, by, note=""):
    return services.change_status(complaint=complaint, to=to, by=by, at=NOW, note=note)


def test_the_note_of_a_solution_is_the_solution(complaint, operator):
    move(complaint, "solved", by=operator, note="Paid back")

    assert (complaint.solution, complaint.solved_at) == ("Paid back", NOW)


@pytest.mark.parametrize("status", Complaint.Status.values)
def test_only_listed_transitions_are_possible(complaint, operator, status):
    closed_at = NOW if status in rules.FINAL else None
    Complaint.objects.filter(pk=complaint.pk).update(status=status, closed_at=closed_at)
    for to in Complaint.Status.values:
        complaint.refresh_from_db()
        if to in rules.TRANSITIONS[status]:
            continue
        with pytest.raises(services.TransitionNotAllowed):
            move(complaint, to, by=operator, note="x")


def test_whoever_is_slower_is_told(complaint, operator):
    stale = Complaint.objects.get(pk=complaint.pk)
    move(complaint, "rejected", by=operator, note="No fault of ours")

    with pytest.raises(services.TransitionNotAllowed):
        move(stale, "in_work", by=operator)


def test_taking_on_a_complaint_that_was_given_to_a_colleague_meanwhile_leaves_it_theirs(
    complaint, operator, service_manager
):
    stale = Complaint.objects.get(pk=complaint.pk)
    services.assign(complaint=complaint, owner=service_manager, by=operator, at=NOW)

    move(stale, "in_work", by=operator)

    complaint.refresh_from_db()
    assert (complaint.status, complaint.owner) == ("in_work", service_manager)


def test_a_correction_leaves_the_time_of_the_answer_when_somebody_has_taken_it_on_meanwhile(
    complaint, operator
):
    stale = Complaint.objects.get(pk=complaint.pk)
    due = complaint.answer_due_at
    move(complaint, "in_work", by=operator)

    services.correct(
        complaint=stale, category="price", severity=3, text="Too dear", vehicle=None, by=operator,
        at=NOW, note="Corrected: severity",
    )  # fmt: skip

    complaint.refresh_from_db()
    assert (complaint.severity, complaint.answer_due_at) == (3, due)


def test_the_buttons_are_those_of_the_rules():
    offered = {status: tuple(step.to for step in steps) for status, steps in STEPS.items()}

    assert offered == dict(rules.TRANSITIONS)


@pytest.mark.parametrize("to", sorted(rules.NEEDS_WORDS))
def test_a_solution_or_rejection_needs_words(complaint, operator, to):
    with pytest.raises(services.WordsMissing):
        move(complaint, to, by=operator, note=" ")


def test_every_change_stands_in_the_history(complaint, operator, service_manager):
    services.assign(complaint=complaint, owner=service_manager, by=operator, at=NOW)
    services.assign(complaint=complaint, owner=service_manager, by=operator, at=NOW)
    move(complaint, "in_work", by=service_manager)
    services.add_note(complaint=complaint, text="Called", by=service_manager, at=NOW)

    history = list(complaint.events.order_by("pk").values_list("to_status", "owner", "note"))

    assert history == [
        ("open", None, ""),
        ("", service_manager.pk, ""),
        ("in_work", None, ""),
        ("", None, "Called"),
    ]
    assert complaint.changes.count() == 2


def test_only_a_colleague_can_own_a_complaint(complaint, sister_administrator, dismissed):
    for person in (sister_administrator, dismissed):
        with pytest.raises(services.OwnerNotHere):
            services.assign(complaint=complaint, owner=person, by=None, at=NOW)

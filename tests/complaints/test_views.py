"""The pages of complaints, and the form inside the call card."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints import services
from complaints.models import Complaint
from customers import timeline
from dealerships.models import ExportRecord
from tests.complaints.test_services import make_complaint
from tests.factories import NOW, make_customer, make_vehicle


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, "Анна Петрова")


def url(name, dealership, *args):
    return reverse(f"complaints:{name}", args=[dealership.slug, *args])


def filled_in(**fields):
    return {"category": "price", "severity": "3", "text": "Too dear", "vehicle": ""} | fields


def opening(dealership, customer):
    return f"{url('complaint_open', dealership)}?customer={customer.pk}"


def test_a_complaint_is_taken_down_inside_the_call_card(client_as, operator, dealership, customer):
    car = make_vehicle(dealership, owner=customer)
    browser = client_as(operator, headers={"HX-Request": "true"})

    form = browser.get(opening(dealership, customer))
    answer = browser.post(opening(dealership, customer), filled_in(vehicle=car.pk))

    assert "<html" not in form.text
    assert answer.status_code == 200
    assert 'id="complaint-form"' in answer.text
    complaint = Complaint.objects.get()
    assert (complaint.customer, complaint.vehicle, complaint.severity) == (customer, car, 3)


def test_without_javascript_the_form_leads_to_the_complaint(
    client_as, operator, dealership, customer
):
    answer = client_as(operator).post(opening(dealership, customer), filled_in())

    assert answer.url == Complaint.objects.get().get_absolute_url()


def test_an_empty_complaint_is_refused_in_its_place(client_as, operator, dealership, customer):
    browser = client_as(operator, headers={"HX-Request": "true"})

    answer = browser.post(opening(dealership, customer), filled_in(text=""))

    assert answer.status_code == 422
    assert 'id="complaint-form"' in answer.text


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1", "²"])
def test_a_complaint_of_nobody_is_not_found(client_as, operator, dealership, number):
    address = f"{url('complaint_open', dealership)}?customer={number}"

    assert client_as(operator).get(address).status_code == 404


def test_a_car_of_somebody_else_is_refused(client_as, operator, dealership, customer):
    car = make_vehicle(dealership, owner=make_customer(dealership))

    answer = client_as(operator).post(opening(dealership, customer), filled_in(vehicle=car.pk))

    assert answer.status_code == 422
    assert not Complaint.objects.exists()


def test_the_list_marks_what_is_late(client_as, relations_manager, dealership):
    make_complaint(dealership)

    page = client_as(relations_manager).get(url("complaint_list", dealership))

    assert "Late" in page.text
    assert "1 complaint waits too long" in page.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", {"late", "mine"}),
        ("status=late", {"late"}),
        ("status=rejected", {"done"}),
        ("status=all", {"late", "mine", "done"}),
        ("owner=me", {"mine"}),
        ("owner=nobody", {"late"}),
        ("severity=3", {"mine"}),
        ("category=parts&status=all", {"done"}),
        ("q=LAT", {"late"}),
        ("q=DONE&status=all", {"done"}),
    ],
)
def test_filters(client_as, relations_manager, dealership, question, expected):
    make_complaint(dealership, text="late")
    mine = make_complaint(dealership, text="mine", owner=relations_manager, severity=3)
    services.change_status(complaint=mine, to="in_work", by=None, at=mine.opened_at)
    done = make_complaint(dealership, text="done", category="parts")
    services.change_status(complaint=done, to="rejected", by=None, at=done.opened_at, note="No")

    page = client_as(relations_manager).get(f"{url('complaint_list', dealership)}?{question}")

    assert {row.text for row in page.context["page"].rows} == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("opened", ["newest", "grave", "oldest"]),
        ("due", ["oldest", "grave", "newest"]),
        ("severity", ["grave", "oldest", "newest"]),
        ("customer", ["oldest", "newest", "grave"]),
    ],
)
def test_the_list_is_sorted_as_asked(client_as, relations_manager, dealership, sort, expected):
    for days, text, severity, name in (
        (9, "oldest", 2, "A"),
        (5, "grave", 3, "C"),
        (1, "newest", 2, "B"),
    ):
        make_complaint(
            dealership,
            text=text,
            severity=severity,
            customer=make_customer(dealership, name),
            at=NOW - timedelta(days=days),
        )

    page = client_as(relations_manager).get(f"{url('complaint_list', dealership)}?sort={sort}")

    assert [row.text for row in page.context["page"].rows] == expected


def test_the_list_costs_the_same_for_one_and_three(client_as, relations_manager, dealership):
    browser = client_as(relations_manager)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            make_complaint(dealership, owner=relations_manager)
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("complaint_list", dealership))
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_detail_offers_what_the_rules_allow(client_as, relations_manager, dealership):
    complaint = make_complaint(dealership)

    page = client_as(relations_manager).get(complaint.get_absolute_url())

    assert [step.to for step in page.context["steps"]] == ["in_work", "solved", "rejected"]
    assert "Take on" in page.text
    assert 'value="closed"' not in page.text


def test_a_manager_solves_a_complaint(client_as, relations_manager, dealership):
    complaint = make_complaint(dealership)
    address = url("complaint_status", dealership, complaint.pk)
    browser = client_as(relations_manager)

    assert browser.post(address, {"to": "solved", "note": ""}).status_code == 422
    assert browser.post(address, {"to": "solved", "note": "Paid back"}).status_code == 302
    assert browser.post(address, {"to": "rejected", "note": "x"}).status_code == 422
    complaint.refresh_from_db()
    assert complaint.status == "solved"


def test_who_takes_a_complaint_on_handles_it(client_as, relations_manager, dealership):
    complaint = make_complaint(dealership)
    address = url("complaint_status", dealership, complaint.pk)

    client_as(relations_manager).post(address, {"to": "in_work", "note": "I call today"})

    complaint.refresh_from_db()
    event = complaint.events.latest("pk")
    assert complaint.owner == relations_manager
    assert (event.to_status, event.owner, event.note) == (
        "in_work", relations_manager, "I call today",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("states", "verbs"),
    [
        ([], ["Take on", "Mark solved", "Reject as unfounded"]),
        (["in_work"], ["Mark solved", "Reject as unfounded"]),
        (["solved"], ["Close: the customer is content", "Reopen"]),
        (["solved", "closed"], ["Reopen"]),
        (["rejected"], ["Reopen"]),
    ],
)
def test_the_buttons_are_verbs(client_as, relations_manager, dealership, states, verbs):
    complaint = make_complaint(dealership)
    for state in states:
        services.change_status(complaint=complaint, to=state, by=None, at=NOW, note="Said")

    page = client_as(relations_manager).get(complaint.get_absolute_url())

    assert [str(step.verb) for step in page.context["steps"]] == verbs
    assert all(verb in page.text for verb in verbs)
    assert page.text.count("<textarea") == 1


def test_an_empty_note_is_asked_for(client_as, operator, dealership):
    complaint = make_complaint(dealership)

    answer = client_as(operator).post(
        url("complaint_note", dealership, complaint.pk), {"note": " "}
    )

    assert answer.status_code == 422
    assert "Write the note first." in answer.text


def test_a_complaint_is_corrected_and_the_history_says_so(
    client_as, relations_manager, dealership, customer
):
    complaint = make_complaint(dealership, customer=customer, severity=1)
    due_before = complaint.answer_due_at
    address = url("complaint_edit", dealership, complaint.pk)
    browser = client_as(relations_manager)

    assert "Too dear" in browser.get(address).text
    assert browser.post(address, filled_in(text="")).status_code == 422
    answer = browser.post(address, filled_in(category="parts", text="The wrong part"))

    complaint.refresh_from_db()
    assert answer.url == complaint.get_absolute_url()
    assert (complaint.category, complaint.severity, complaint.text) == (
        "parts", 3, "The wrong part",
    )  # fmt: skip
    assert complaint.answer_due_at < due_before
    assert complaint.events.latest("pk").note == "Corrected: About, Severity, What happened"


def test_a_correction_that_changes_nothing_leaves_no_trace(
    client_as, relations_manager, dealership, customer
):
    complaint = make_complaint(dealership, customer=customer, severity=3)

    client_as(relations_manager).post(url("complaint_edit", dealership, complaint.pk), filled_in())

    assert complaint.events.count() == 1


def test_a_stranger_to_the_complaint_does_not_correct_it(client_as, operator, dealership):
    complaint = make_complaint(dealership)

    assert (
        client_as(operator).get(url("complaint_edit", dealership, complaint.pk)).status_code == 403
    )


def test_an_operator_may_not_change_a_complaint_unless_it_is_theirs(
    client_as, operator, dealership
):
    complaint = make_complaint(dealership)
    address = url("complaint_status", dealership, complaint.pk)

    assert client_as(operator).post(address, {"to": "in_work"}).status_code == 403
    services.assign(complaint=complaint, owner=operator, by=None, at=complaint.opened_at)
    assert client_as(operator).post(address, {"to": "in_work"}).status_code == 302


def test_a_manager_assigns_and_anybody_notes(
    client_as, relations_manager, operator, service_manager, dealership
):
    complaint = make_complaint(dealership)

    client_as(relations_manager).post(
        url("complaint_assign", dealership, complaint.pk), {"owner": service_manager.pk}
    )
    client_as(operator).post(url("complaint_note", dealership, complaint.pk), {"note": "Called"})

    complaint.refresh_from_db()
    assert complaint.owner == service_manager
    assert complaint.events.filter(note="Called", by=operator).exists()


def test_the_customer_page_shows_their_complaints_only(client_as, operator, dealership, customer):
    make_complaint(dealership, customer=customer, text="About the price")
    make_complaint(dealership, text="Somebody else")

    page = client_as(operator).get(url("customer_complaints", dealership, customer.pk))

    assert "About the price" in page.text
    assert "Somebody else" not in page.text


def test_a_manager_takes_the_list_out_and_it_is_recorded(
    client_as, relations_manager, operator, dealership
):
    make_complaint(dealership, text="=1+1")
    address = url("complaint_export", dealership, "csv")

    written = client_as(relations_manager).get(address).getvalue().decode("utf-8-sig")

    assert "'=1+1" in written
    record = ExportRecord.objects.get()
    assert (record.user, record.rows) == (relations_manager, 1)
    assert client_as(operator).get(address).status_code == 403


def test_complaints_stand_on_the_time_line(dealership, customer):
    complaint = make_complaint(dealership, customer=customer, text="Too dear")

    events, _next = timeline.read(dealership=dealership, customer=customer, kinds=["complaint"])

    assert [event.id for event in events] == [complaint.pk]
    assert "Too dear" in timeline.say(events[0], dealership).note

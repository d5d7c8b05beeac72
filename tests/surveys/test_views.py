"""The questions inside the call card, and the page of answers."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dealerships.models import ExportRecord
from surveys import services
from surveys.models import SurveyResponse
from tests.factories import make_customer, make_vehicle, make_visit

GOOD = {"answer_paid": "less", "answer_on_time": "yes", "answer_repeat_repair": "no"}


@pytest.fixture
def visit(dealership):
    return recent_visit(dealership)


def recent_visit(dealership, *, days=3, customer=None):
    customer = customer or make_customer(dealership, language="ru")
    closed_at = timezone.now() - timedelta(days=days)
    return make_visit(dealership, customer, make_vehicle(dealership), closed_at=closed_at)


def asking(dealership, **params):
    query = "&".join(f"{name}={value}" for name, value in params.items())
    return f"{reverse('surveys:survey_ask', args=[dealership.slug])}?{query}"


@pytest.fixture
def card(client_as, operator):
    """The operator's browser, inside the call card."""
    return client_as(operator, headers={"HX-Request": "true"})


def test_the_questions_are_asked_in_the_language_of_the_customer(card, dealership, visit):
    form = card.get(asking(dealership, visit=visit.pk))

    assert "<html" not in form.text
    assert "Автомобиль был готов" in form.text


def test_the_last_visit_of_a_customer_is_asked_about(card, dealership, visit):
    recent_visit(dealership, days=20, customer=visit.customer)

    form = card.get(asking(dealership, customer=visit.customer_id))

    assert form.context["visit"] == visit


def test_answers_are_saved_in_place(card, dealership, visit, operator):
    answer = card.post(asking(dealership, visit=visit.pk), GOOD)

    assert answer.status_code == 200
    assert "complaints" not in answer.text
    assert SurveyResponse.objects.get().asked_by == operator


def test_a_bad_answer_offers_a_complaint(card, dealership, visit):
    answer = card.post(asking(dealership, visit=visit.pk), GOOD | {"answer_paid": "more"})

    offered = reverse("complaints:complaint_open", args=[dealership.slug])
    assert f"{offered}?customer={visit.customer_id}" in answer.text


def test_nothing_chosen_is_shown_again(card, dealership, visit):
    answer = card.post(asking(dealership, visit=visit.pk), {"comment": "x"})

    assert answer.status_code == 422
    assert not SurveyResponse.objects.exists()


def test_who_was_asked_is_not_asked_again(card, dealership, visit):
    card.post(asking(dealership, visit=visit.pk), {"is_refused": "on"})

    for where in ({"visit": visit.pk}, {"customer": visit.customer_id}):
        assert "Nothing to ask" in card.get(asking(dealership, **where)).text
    assert "Nothing to ask" in card.post(asking(dealership, visit=visit.pk), GOOD).text


def test_an_old_visit_is_not_asked_about(card, dealership):
    visit = recent_visit(dealership, days=100)

    assert "Nothing to ask" in card.get(asking(dealership, customer=visit.customer_id)).text


@pytest.mark.parametrize("params", [{}, {"visit": "x"}, {"visit": "9" * 30}, {"customer": "0"}])
def test_a_visit_that_is_not_there_is_not_found(card, dealership, params):
    assert card.get(asking(dealership, **params)).status_code == 404


def test_without_javascript_the_questions_are_a_page(client_as, operator, dealership, visit):
    browser = client_as(operator)

    page = browser.get(asking(dealership, visit=visit.pk))
    answer = browser.post(asking(dealership, visit=visit.pk), GOOD)

    assert "<html" in page.text
    assert answer.status_code == 302


def test_the_page_shows_scores_and_answers(client_as, service_manager, dealership, visit):
    answers = {"paid": "more", "on_time": "yes", "repeat_repair": "no"}
    services.record_answers(
        repair_order=visit, answers=answers, by=None, at=timezone.now(), comment="Too dear"
    )
    page = reverse("surveys:survey_list", args=[dealership.slug])
    browser = client_as(service_manager)

    everything = browser.get(page)

    assert "Too dear" in everything.text
    assert everything.context["coverage"].answered == 1
    assert len(browser.get(f"{page}?answers=bad&period=30").context["rows"]) == 1
    assert browser.get(f"{page}?answers=refused").context["rows"] == []


def test_the_customer_page_shows_what_they_answered(client_as, operator, dealership, visit):
    services.record_answers(
        repair_order=visit, answers={"paid": "less"}, by=None, at=timezone.now(), comment="Fine"
    )
    page = reverse("surveys:customer_surveys", args=[dealership.slug, visit.customer_id])

    assert "Fine" in client_as(operator).get(page).text


def answered(visit, **fields):
    values = {"answers": {"paid": "more", "on_time": "yes"}, "by": None, "at": timezone.now()}
    return services.record_answers(repair_order=visit, **(values | fields))


@pytest.mark.parametrize("words", ["ивано", "R-777", "м001мм"])
def test_answers_are_found_by_customer_order_and_plate(
    client_as, service_manager, dealership, words
):
    customer = make_customer(dealership, "Иванов Иван")
    car = make_vehicle(dealership, plate="М001ММ77")
    closed_at = timezone.now() - timedelta(days=2)
    answered(make_visit(dealership, customer, car, number="R-777", closed_at=closed_at))
    answered(recent_visit(dealership))
    page = reverse("surveys:survey_list", args=[dealership.slug])

    found = client_as(service_manager).get(page, {"q": words})

    assert [row.response.customer for row in found.context["rows"]] == [customer]


def test_every_answer_stands_under_its_question(client_as, service_manager, dealership):
    answered(recent_visit(dealership))
    services.record_answers(
        repair_order=recent_visit(dealership),
        answers={},
        by=None,
        at=timezone.now(),
        is_refused=True,
    )
    page = reverse("surveys:survey_list", args=[dealership.slug])

    found = client_as(service_manager).get(page)

    assert [column.code for column in found.context["columns"]] == ["paid", "on_time"]
    refused, given = found.context["rows"]
    assert (refused.cells, refused.response.is_refused) == ([None, None], True)
    assert [(said.words, said.mood) for said in given.cells] == [("More", "bad"), ("Yes", "good")]


def test_the_list_of_answers_costs_the_same_for_one_and_three(
    client_as, service_manager, dealership, django_assert_num_queries
):
    browser = client_as(service_manager)
    page = reverse("surveys:survey_list", args=[dealership.slug])
    answered(recent_visit(dealership))
    with django_assert_num_queries(13) as one:
        browser.get(page)
    for _number in range(2):
        answered(recent_visit(dealership))
    with django_assert_num_queries(len(one)):
        browser.get(page)


def test_the_answers_are_exported_as_filtered(
    client_as, service_manager, service_advisor, dealership
):
    visit = recent_visit(dealership)
    answered(visit, comment="=too dear", by=service_advisor)
    answered(recent_visit(dealership), answers={"paid": "less"})
    file = reverse("surveys:survey_export", args=[dealership.slug, "csv"])

    written = client_as(service_manager).get(file, {"answers": "bad"})

    text = b"".join(written.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Customer"] == visit.customer.full_name
    assert row["Order"] == visit.number
    assert row["Was the car ready at the promised time?"] == "Yes"
    assert row["In the customer's words"] == "'=too dear"
    record = ExportRecord.objects.get()
    assert (record.user, record.rows) == (service_manager, 1)
    assert client_as(service_advisor).get(file).status_code == 403


def test_the_file_of_answers_costs_the_same_for_one_and_three(
    client_as, service_manager, dealership, django_assert_num_queries
):
    browser = client_as(service_manager)
    file = reverse("surveys:survey_export", args=[dealership.slug, "xlsx"])
    answered(recent_visit(dealership))
    with django_assert_num_queries(8) as one:
        b"".join(browser.get(file).streaming_content)
    for _number in range(2):
        answered(recent_visit(dealership))
    with django_assert_num_queries(len(one)):
        b"".join(browser.get(file).streaming_content)

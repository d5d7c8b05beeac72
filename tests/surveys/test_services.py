"""Answers about a visit: stored once, judged, and a bad one reported."""

from datetime import timedelta

import pytest

from surveys import rules, services, standard
from surveys.models import Answer, Question, SurveyResponse
from surveys.scores import coverage, scores
from tests.factories import NOW, TODAY, make_customer, make_vehicle, make_visit

CONTENT = {"paid": "as_expected", "on_time": "yes", "repeat_repair": "no"}


@pytest.fixture
def visit(dealership):
    return closed_visit(dealership)


def closed_visit(dealership, **fields):
    customer = make_customer(dealership)
    return make_visit(dealership, customer, make_vehicle(dealership, owner=customer), **fields)


def record(visit, answers=CONTENT, **fields):
    return services.record_answers(repair_order=visit, answers=answers, by=None, at=NOW, **fields)


def test_a_new_dealership_has_the_three_questions_in_three_languages(dealership):
    questions = services.questions_of(dealership)

    assert [question.code for question in questions] == ["paid", "on_time", "repeat_repair"]
    for question in questions:
        texts = [question.texts, *(choice["texts"] for choice in question.choices)]
        assert all(set(text) == {"en", "ru", "zh-hans"} for text in texts)


def test_the_standard_questionnaire_is_made_once(dealership):
    services.create_standard_questionnaire(dealership)

    assert Question.objects.for_dealership(dealership).count() == len(standard.SERVICE_VISIT)


def test_good_answers_are_stored_with_the_visit(visit, dealership):
    recorded = record(visit, comment="All fine")

    assert recorded.low == ()
    assert visit.survey_response == recorded.response
    assert recorded.response.customer == visit.customer
    moods = Answer.objects.for_dealership(dealership).values_list("mood", flat=True)
    assert list(moods) == ["good"] * 3


def test_bad_answers_are_reported_to_the_caller(visit):
    recorded = record(visit, {"paid": "more", "on_time": "yes", "repeat_repair": "yes"})

    assert [question.code for question in recorded.low] == ["paid", "repeat_repair"]


def test_nobody_is_asked_twice_about_a_visit(visit):
    record(visit)

    with pytest.raises(services.AlreadyAnswered):
        record(visit, {"paid": "more"})
    assert Answer.objects.count() == 3


def test_a_refusal_is_stored_without_answers(visit):
    recorded = record(visit, CONTENT, is_refused=True)

    assert recorded.response.is_refused
    assert not recorded.response.answers.exists()


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, services.NothingAnswered),
        ({"paid": ""}, services.NothingAnswered),
        ({"colour": "red"}, services.UnknownAnswer),
        ({"paid": "twice"}, services.UnknownAnswer),
    ],
)
def test_what_is_no_answer_is_refused(visit, answers, error):
    with pytest.raises(error):
        record(visit, answers)
    assert not SurveyResponse.objects.exists()


def test_the_questions_of_another_dealership_are_not_mixed_in(visit, sister):
    record(visit)

    assert not Answer.objects.for_dealership(sister).exists()


def test_scores_count_each_choice_beside_coverage(dealership):
    record(closed_visit(dealership))
    record(closed_visit(dealership), {"paid": "more"})
    record(closed_visit(dealership), {}, is_refused=True)
    closed_visit(dealership)

    responses = SurveyResponse.objects.for_dealership(dealership)
    paid, *_others = scores(responses, language="ru")
    covered = coverage(dealership, start=TODAY, end=TODAY + timedelta(days=1))

    assert (paid.answers, paid.good, paid.bad) == (2, 1, 1)
    assert paid.choices == (("Меньше", 0), ("Сколько ожидал", 1), ("Больше", 1))
    assert (covered.visits, covered.asked, covered.answered) == (4, 3, 2)


def test_a_text_falls_back_to_english():
    assert rules.text_in({"en": "Yes", "ru": "Да"}, "zh-hans", "ru") == "Да"
    assert rules.text_in({"en": "Yes"}, "zh-hans") == "Yes"

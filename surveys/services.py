"""Verbs of surveys: give a dealership its questions, store what was said about a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from dealerships.models import Dealership, User
from service.models import RepairOrder
from surveys import rules, standard
from surveys.models import Answer, Question, Questionnaire, SurveyResponse


class AlreadyAnswered(Exception):
    """The customer was asked about this visit before; nobody is asked twice."""


class UnknownAnswer(Exception):
    """No such question, or no such choice of it."""


class NothingAnswered(Exception):
    """Neither an answer nor a refusal."""


class NoQuestionnaire(Exception):
    """The dealership asks nothing after a service visit."""


@dataclass(frozen=True)
class Recorded:
    """What was stored; `low` are the questions with a bad answer: offer to take a complaint."""

    response: SurveyResponse
    low: tuple[Question, ...]


@transaction.atomic
def create_standard_questionnaire(dealership: Dealership) -> Questionnaire:
    """The three questions after a service visit; a dealership that has some keeps them."""
    questionnaire, is_new = Questionnaire.objects.get_or_create(
        dealership=dealership,
        occasion=Questionnaire.Occasion.SERVICE_VISIT,
        is_active=True,
    )
    if is_new:
        Question.objects.bulk_create(
            Question(
                dealership=dealership,
                questionnaire=questionnaire,
                position=position,
                **question,
            )
            for position, question in enumerate(standard.SERVICE_VISIT, start=1)
        )
    return questionnaire


@transaction.atomic
def record_answers(
    *,
    repair_order: RepairOrder,
    answers: Mapping[str, str],
    by: User | None,
    at: datetime,
    comment: str = "",
    is_refused: bool = False,
) -> Recorded:
    """Store the answers {question code: choice code} about a visit, once for ever.

    A refusal is stored too, without answers, so that the customer is not asked again (D3).
    Raises AlreadyAnswered, UnknownAnswer, NothingAnswered, NoQuestionnaire.
    """
    questions = questions_of(repair_order.dealership)
    given = {} if is_refused else {code: choice for code, choice in answers.items() if choice}
    if not given and not is_refused:
        raise NothingAnswered
    by_code = {question.code: question for question in questions}
    if not by_code.keys() >= given.keys():
        raise UnknownAnswer
    moods = {code: _mood(by_code[code], choice) for code, choice in given.items()}
    response = _create_response(
        repair_order, questions[0], by=by, at=at, comment=comment, is_refused=is_refused
    )
    Answer.objects.bulk_create(
        Answer(
            dealership_id=response.dealership_id,
            response=response,
            question=by_code[code],
            choice=choice,
            mood=moods[code],
        )
        for code, choice in given.items()
    )
    low = tuple(question for question in questions if moods.get(question.code) == rules.BAD)
    return Recorded(response=response, low=low)


def questions_of(dealership: Dealership) -> list[Question]:
    """The questions now asked after a service visit, in order (one query).

    Raises NoQuestionnaire.
    """
    questions = list(
        Question.objects.for_dealership(dealership)
        .filter(
            questionnaire__occasion=Questionnaire.Occasion.SERVICE_VISIT,
            questionnaire__is_active=True,
        )
        .order_by("position", "pk")
    )
    if not questions:
        raise NoQuestionnaire
    return questions


def _mood(question: Question, choice: str) -> str:
    mood = rules.mood_of(question.choices, choice)
    if mood is None:
        raise UnknownAnswer
    return mood


def _create_response(
    repair_order: RepairOrder,
    question: Question,
    *,
    by: User | None,
    at: datetime,
    **fields: object,
) -> SurveyResponse:
    try:
        with transaction.atomic():
            return SurveyResponse.objects.create(
                dealership_id=repair_order.dealership_id,
                questionnaire_id=question.questionnaire_id,
                customer_id=repair_order.customer_id,
                repair_order=repair_order,
                asked_at=at,
                asked_by=by,
                **fields,
            )
    except IntegrityError as error:
        raise AlreadyAnswered from error

"""Scores per question, with the response rate and coverage beside them (N16)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dealerships.models import Dealership
from service.models import RepairOrder
from surveys.models import Answer, Question, SurveyResponse
from surveys.querysets import SurveyResponseQuerySet
from surveys.rules import BAD, GOOD, text_in


@dataclass(frozen=True)
class Score:
    """One question: how many answered, how many of them well or badly, and each choice."""

    text: str
    answers: int
    good: int
    bad: int
    choices: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Coverage:
    """Of the visits closed in a period: how many were asked about, and how many answered."""

    visits: int
    asked: int
    answered: int


def scores(responses: SurveyResponseQuerySet, *, language: str) -> list[Score]:
    """Per question in its order (two queries); questions nobody answered are left out."""
    counts: Counter[tuple[int, str]] = Counter()
    moods: Counter[tuple[int, str]] = Counter()
    answers = Answer.objects.filter(response__in=responses.order_by().values("pk"))
    grouped = answers.order_by().values_list("question_id", "choice", "mood")
    for question_id, choice, mood, times in grouped.annotate(times=Count("pk")):
        counts[question_id, choice] += times
        moods[question_id, mood] += times
    asked = Question.objects.filter(pk__in={question_id for question_id, _choice in counts})
    return [
        Score(
            text=text_in(question.texts, language),
            answers=sum(counts[question.pk, choice["code"]] for choice in question.choices),
            good=moods[question.pk, GOOD],
            bad=moods[question.pk, BAD],
            choices=tuple(
                (text_in(choice["texts"], language), counts[question.pk, choice["code"]])
                for choice in question.choices
            ),
        )
        for question in asked.order_by("position", "pk")
    ]


def coverage(dealership: Dealership, *, start: date, end: date) -> Coverage:
    """Visits closed on days of the half-open [start, end), and what was asked about them."""
    visits = RepairOrder.objects.for_dealership(dealership).filter(
        closed_on__gte=start, closed_on__lt=end
    )
    asked = SurveyResponse.objects.for_dealership(dealership).filter(
        repair_order__closed_on__gte=start, repair_order__closed_on__lt=end
    )
    refused = asked.refused().count()
    total = asked.count()
    return Coverage(visits=visits.count(), asked=total, answered=total - refused)

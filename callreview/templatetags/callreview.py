"""Scores and agreement as the pages of call review show them."""

from decimal import Decimal

from django import template

from callreview import wording
from callreview.rules.agreement import Agreement
from dealerships import formatting
from surveys.models import Answer
from surveys.rules import text_in

register = template.Library()

GOOD, FAIR = Decimal(80), Decimal(60)
"""From here on a score is shown green, amber; below red."""


@register.filter
def of_hundred(score: Decimal | None) -> str:
    """A score as per cent."""
    part = None if score is None else score / 100
    return formatting.percent(part, formatting.readers_language())


@register.filter
def score_state(score: Decimal) -> str:
    if score >= GOOD:
        return "state-kept"
    return "state-soon" if score >= FAIR else "state-late"


@register.filter
def kappa(found: Agreement) -> str:
    return wording.kappa(found, formatting.readers_language())


@register.filter
def strength_words(found: Agreement) -> str:
    return wording.strength(found)


@register.filter
def agreement_sentence(found: Agreement) -> str:
    return wording.sentence(found, formatting.readers_language())


@register.filter
def question_asked(answer: Answer) -> str:
    """The question of a survey, in the reader's language (answer.question fetched before)."""
    return text_in(answer.question.texts, formatting.readers_language())


@register.filter
def answer_given(answer: Answer) -> str:
    """What was chosen, in the reader's language."""
    for choice in answer.question.choices:
        if choice["code"] == answer.choice:
            return text_in(choice["texts"], formatting.readers_language())
    return answer.choice

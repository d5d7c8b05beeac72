"""The answers as a file, a column a question; the filters are those of the page."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from dealerships.exports import Cell
from surveys.models import Question, SurveyResponse
from surveys.querysets import SurveyResponseQuerySet
from surveys.wording import Column, columns, row_of

CHUNK = 1000


def columns_asked(responses: SurveyResponseQuerySet, *, language: str) -> list[Column]:
    """The questions that these responses answer (one query)."""
    asked = Question.objects.filter(answers__response__in=responses.order_by().values("pk"))
    return columns(asked.distinct(), language=language)


def header(asked: Sequence[Column]) -> list[str]:
    return [
        _("Asked"),
        _("Asked by"),
        _("Customer"),
        _("Order"),
        _("Visit closed"),
        _("Car"),
        *(column.text for column in asked),
        _("Refused"),
        _("In the customer's words"),
    ]


def rows(
    responses: SurveyResponseQuerySet, asked: Sequence[Column], *, language: str
) -> Iterator[list[Cell]]:
    """One row a response in the order given, times in the dealership's zone."""
    related = responses.select_related("dealership").with_answers()
    for response in related.iterator(chunk_size=CHUNK):
        yield _row(response, asked, language)


def _row(response: SurveyResponse, asked: Sequence[Column], language: str) -> list[Cell]:
    cells = row_of(response, asked, language=language).cells
    visit = response.repair_order
    return [
        response.asked_at.astimezone(response.dealership.tz),
        str(response.asked_by or ""),
        response.customer.full_name,
        visit.number,
        visit.closed_on,
        str(visit.vehicle or ""),
        *(said.words if said else "" for said in cells),
        _("yes") if response.is_refused else "",
        response.comment,
    ]

"""Answers in the reader's words: a column a question, so that a "yes" never stands alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.models import Answer, Question, SurveyResponse
from surveys.rules import text_in


@dataclass(frozen=True)
class Column:
    """A question; those of later versions with the same code share it."""

    code: str
    text: str


@dataclass(frozen=True)
class Said:
    question: str
    words: str
    mood: str


@dataclass(frozen=True)
class ResponseRow:
    """A response with a place for each column; None where that question was not answered."""

    response: SurveyResponse
    cells: list[Said | None]

    @property
    def answers(self) -> list[Said]:
        return [said for said in self.cells if said is not None]


def columns(questions: Iterable[Question], *, language: str) -> list[Column]:
    """In the order in which they are asked; the newest wording of each."""
    newest = {question.code: question for question in sorted(questions, key=lambda each: each.pk)}
    inorder = sorted(newest.values(), key=lambda question: (question.position, question.code))
    return [Column(question.code, text_in(question.texts, language)) for question in inorder]


def columns_of(responses: Iterable[SurveyResponse], *, language: str) -> list[Column]:
    """The questions these responses answer (answers__question fetched before: no query)."""
    asked = {answer.question for response in responses for answer in response.answers.all()}
    return columns(asked, language=language)


def row_of(response: SurveyResponse, asked: Sequence[Column], *, language: str) -> ResponseRow:
    said = {answer.question.code: _said(answer, language) for answer in response.answers.all()}
    return ResponseRow(response, [said.get(column.code) for column in asked])


def _said(answer: Answer, language: str) -> Said:
    words = next(
        (
            text_in(choice["texts"], language)
            for choice in answer.question.choices
            if choice["code"] == answer.choice
        ),
        answer.choice,
    )
    return Said(text_in(answer.question.texts, language), words, answer.mood)

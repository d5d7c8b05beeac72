"""The score of one review, from its answers. No ORM, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
WHOLE = Decimal(100)
STEP = Decimal("0.1")


@dataclass(frozen=True)
class Answered:
    """One item of the card with its answer; fails_all: a "no" makes the whole score 0."""

    weight: int
    answer: str
    fails_all: bool = False


@dataclass(frozen=True)
class Score:
    """In per cent, to one tenth; None where no item with a weight applied to the call.

    has_failed: an item that fails all was answered with no.
    """

    value: Decimal | None
    has_failed: bool


def score(answers: Iterable[Answered]) -> Score:
    """100 · Σ weight of "yes" / Σ weight of "yes" and "no"; 0 when an auto-fail item is a "no".

    "Not applicable" counts neither above nor below the line: a call is judged by what could be
    done in it. An auto-fail item counts by its weight too while it is kept.
    """
    answers = list(answers)
    if any(each.fails_all and each.answer == NO for each in answers):
        return Score(Decimal("0.0"), True)
    kept = sum(each.weight for each in answers if each.answer == YES)
    possible = kept + sum(each.weight for each in answers if each.answer == NO)
    if not possible:
        return Score(None, False)
    return Score((WHOLE * kept / possible).quantize(STEP, ROUND_HALF_UP), False)


def mean(scores: Iterable[Decimal | None]) -> Decimal | None:
    """Of one call's reviews that have a score; to one tenth."""
    known = [each for each in scores if each is not None]
    if not known:
        return None
    return (sum(known, Decimal(0)) / len(known)).quantize(STEP, ROUND_HALF_UP)

"""What a law profile says: hours, what must be asked, standard wordings. Read from plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from communications.rules.hours import WHOLE_DAY, Span

WORKING_DAYS = 5
ASKED = "asked"
BASES = (ASKED, "notice")


class BadProfile(Exception):
    """A law profile says something this program does not understand; names what."""


@dataclass(frozen=True)
class LawProfile:
    """
    week       spans of contact per weekday (0 is Monday), local time
    holidays   spans on public holidays
    must_ask   purposes that need an express yes; the others may be served until refused
    wordings   purpose → language → text a customer agrees to, with {dealership} in it
    """

    week: tuple[tuple[Span, ...], ...] = ((WHOLE_DAY,),) * 7
    holidays: tuple[Span, ...] = (WHOLE_DAY,)
    must_ask: frozenset[str] = frozenset()
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_profile(data: Mapping[str, Any]) -> LawProfile:
    """A parsed profile file as a profile. Raises BadProfile."""
    try:
        hours, consent = data["hours"], data["consent"]
        workday, saturday, sunday, holidays = (
            _spans(hours[day]) for day in ("weekdays", "saturdays", "sundays", "holidays")
        )
        wordings = data["wording"]
    except KeyError as error:
        raise BadProfile(f"{error.args[0]} is missing") from error
    for purpose, basis in consent.items():
        if basis not in BASES:
            raise BadProfile(f"consent.{purpose}: {basis!r} is none of {', '.join(BASES)}")
    return LawProfile(
        week=(*(workday,) * WORKING_DAYS, saturday, sunday),
        holidays=holidays,
        must_ask=frozenset(purpose for purpose, basis in consent.items() if basis == ASKED),
        wordings=wordings,
    )


def _spans(texts: list[str]) -> tuple[Span, ...]:
    """["09:00-12:00", "13:30-20:00"] as half-open spans, in their order."""
    return tuple(_span(text) for text in texts)


def _span(text: str) -> Span:
    try:
        opens, closes = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError as error:
        raise BadProfile(f"{text!r} is no span such as 09:00-20:00") from error
    if opens >= closes:
        raise BadProfile(f"{text!r} ends before it begins")
    return opens, closes

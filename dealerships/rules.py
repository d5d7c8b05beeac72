"""Pure rules of a dealership: opening hours as people write them, whose name a DMS name is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from itertools import pairwise

Opening = tuple[time, time]
_OPENING = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
LAST_MINUTE = time(23, 59)


class NotOpeningHours(ValueError):
    """The text is not like "9:00–13:00, 14:00–18:00", or the openings overlap."""


def parse_openings(text: str) -> list[Opening]:
    """ "9–13, 14:00–18:30" → [(9:00, 13:00), (14:00, 18:30)]; empty: closed that day.

    24:00 is taken as 23:59. Raises NotOpeningHours.
    """
    openings = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;，；]", text))):
        match = _OPENING.fullmatch(part)
        if match is None:
            raise NotOpeningHours
        first_hour, first_minute, last_hour, last_minute = match.groups()
        opening = (_time(first_hour, first_minute), _time(last_hour, last_minute))
        if opening[0] >= opening[1]:
            raise NotOpeningHours
        openings.append(opening)
    openings.sort()
    if any(before[1] > after[0] for before, after in pairwise(openings)):
        raise NotOpeningHours
    return openings


def write_openings(openings: Iterable[Opening]) -> str:
    """The other way round, as parse_openings reads it."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in sorted(openings))


def suggest_owner(name: str, surnames: Mapping[int, str]) -> int | None:
    """Whose name in the DMS this probably is: the one person whose surname is a word of it.

    surnames  user id → surname. Two people of one surname: no suggestion.
    """
    words = _words(name)
    found = [
        person
        for person, surname in surnames.items()
        if surname and (_words(surname) <= words or _begins(name, surname))
    ]
    return found[0] if len(found) == 1 else None


def _begins(name: str, surname: str) -> bool:
    """Chinese names stand without a space, surname first."""
    return (
        not surname.isascii() and not any(map(_is_cyrillic, surname)) and name.startswith(surname)
    )


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"


def _words(text: str) -> set[str]:
    folded = text.casefold().replace("ё", "е")
    words: Sequence[str] = re.findall(r"\w+", folded)
    return set(words)


def _time(hour: str, minute: str | None) -> time:
    if (int(hour), int(minute or 0)) == (24, 0):
        return LAST_MINUTE
    try:
        return time(int(hour), int(minute or 0))
    except ValueError as error:
        raise NotOpeningHours from error

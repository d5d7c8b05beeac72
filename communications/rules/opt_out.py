"""Whether somebody who writes only wants no more advertising. Plain values in and out."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class OptOutWords:
    """Of all languages, as `plain` makes them; fillers are words of courtesy around them."""

    phrases: frozenset[str]
    fillers: tuple[str, ...]


def plain(text: str) -> str:
    """Small letters and figures only: no signs, no width, no ё."""
    same = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(WORDS.findall(same))


def read_words(tables: Mapping[str, Mapping[str, Any]]) -> OptOutWords:
    """From {language: {"words": […], "fillers": […]}}."""
    phrases = frozenset(plain(word) for table in tables.values() for word in table["words"])
    fillers = {plain(word) for table in tables.values() for word in table["fillers"]}
    # the longest first, so that none is left half
    return OptOutWords(phrases, tuple(sorted(fillers, key=lambda word: (-len(word), word))))


def is_opt_out(text: str, words: OptOutWords) -> bool:
    """Nothing but one of the phrases, however often, spelt and dressed; "stop by" is none."""
    said = plain(text)
    if _is_one_of(said, words.phrases):
        return True
    for filler in words.fillers:
        said = _without(said, filler)
    return _is_one_of(said, words.phrases)


def _without(said: str, filler: str) -> str:
    """Chinese is written without spaces: there it goes wherever it stands."""
    if filler.isascii() or filler[0] < "⺀":
        return " ".join(re.sub(rf"\b{re.escape(filler)}\b", " ", said).split())
    return " ".join(said.replace(filler, " ").split())


def _is_one_of(said: str, phrases: Collection[str]) -> bool:
    if said in phrases:
        return True
    once = set(said.split())
    return len(once) == 1 and once.pop() in phrases

"""Pure rules of surveys: which visits may be asked about, and what an answer says."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

GOOD, NEUTRAL, BAD = "good", "neutral", "bad"
ASK_WITHIN = timedelta(days=60)
"""A visit longer ago is not asked about any more: nobody remembers."""


def mood_of(choices: Sequence[Mapping[str, Any]], code: str) -> str | None:
    """good, neutral or bad; None for a choice the question does not have."""
    return next((choice["mood"] for choice in choices if choice["code"] == code), None)


def text_in(texts: Mapping[str, str], *languages: str) -> str:
    """The text in the first language that has one, else English."""
    return next((texts[name] for name in (*languages, "en") if texts.get(name)), "")

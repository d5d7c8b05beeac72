"""What somebody typed into the search box could be. Text in, questions out; no database."""

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from customers import phones, rules

FEWEST_PHONE_DIGITS = 3
FEWEST_CAR_CHARACTERS = 3
FEWEST_VIN_CHARACTERS = 4
LONGEST_PLATE = 10
VIN_LENGTH = 17
MOST_CAR_DIGITS = 8  # a VIN ends with six figures; longer numbers are phones
TRIGRAM = 3
_PHONE = re.compile(r"[\d\s()\[\]+.\-‐‑–—/\u00a0\u202f]+")
_VIN = re.compile("[A-HJ-NPR-Z0-9]+")
_CODE = re.compile(r"\S{1,100}")


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    VIN = "vin"
    PLATE = "plate"
    CODE = "code"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Question:
    """One class of search: its keys are alternatives, for a name all its words."""

    kind: Kind
    keys: tuple[str, ...]


def classify(text: str, *, country: str) -> list[Question]:
    """The questions that one input asks, the likeliest first; each is one indexed query.

    country    of the dealership, "RU" or "CN": which national prefixes a phone may have
    """
    text = rules.fold_space(text)
    if "@" in text:
        return [Question(Kind.EMAIL, (rules.email_key(text),))]
    has_digit = any(character.isdigit() for character in text)
    has_letter = any(character.isalpha() for character in text)
    if has_digit and not has_letter:
        return _number(text, country)
    if has_digit:
        return [*_car(text), *_code(text), *_name(text)]
    return _name(text) if has_letter else []


def _number(text: str, country: str) -> list[Question]:
    """Digits: a phone or a part of it, the end of a VIN, the figures of a plate, a code."""
    digits = re.sub(r"\D", "", text)
    found = []
    if _PHONE.fullmatch(text) and len(digits) >= FEWEST_PHONE_DIGITS:
        keys = tuple(phones.search_digits(text, country=country))
        found.append(Question(Kind.PHONE, keys))
    if len(digits) <= MOST_CAR_DIGITS:
        found += _car(text)
    return found + _code(text)


def _car(text: str) -> list[Question]:
    found = []
    vin, plate = rules.vin_key(text), rules.plate_key(text)
    if _VIN.fullmatch(vin) and FEWEST_VIN_CHARACTERS <= len(vin) <= VIN_LENGTH:
        found.append(Question(Kind.VIN, (vin,)))
    if FEWEST_CAR_CHARACTERS <= len(plate) <= LONGEST_PLATE:
        found.append(Question(Kind.PLATE, (plate,)))
    return found


def _code(text: str) -> list[Question]:
    """As typed and in capitals; К and K look alike, so both alphabets are asked."""
    if not _CODE.fullmatch(text) or len(text) < FEWEST_CAR_CHARACTERS:
        return []
    capital = text.upper()
    keys = (text, capital, rules.vin_key(capital) or capital, _in_cyrillic(capital))
    return [Question(Kind.CODE, tuple(dict.fromkeys(keys)))]


def _in_cyrillic(capital: str) -> str:
    return capital.translate(str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ"))


def _name(text: str) -> list[Question]:
    words = tuple(dict.fromkeys(rules.fold(text).split()))
    return [Question(Kind.NAME, words)] if words else []


class Rank(IntEnum):
    """How well a hit fits, the best first."""

    EXACT = 0
    PREFIX = 1
    FRAGMENT = 2


def rank_of_name(words: tuple[str, ...], search_name: str) -> Rank:
    """All words whole, all of them beginnings of the name's words, or inside somewhere."""
    parts = search_name.split()
    if set(words) <= set(parts):
        return Rank.EXACT
    if all(any(part.startswith(word) for part in parts) for word in words):
        return Rank.PREFIX
    return Rank.FRAGMENT


def rank_of_value(keys: tuple[str, ...], value: str, *, tail: bool) -> Rank:
    """Equal, at the end (phones and VINs are known by their ends) or the beginning, inside."""
    if value in keys:
        return Rank.EXACT
    if any(value.endswith(key) if tail else value.startswith(key) for key in keys):
        return Rank.PREFIX
    return Rank.FRAGMENT

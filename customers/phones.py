"""Phone numbers: any notation in, E.164 out; the one place where a number is normalised."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

CALLING_CODES = {"RU": "7", "CN": "86"}

MOST_DIGITS = 15  # E.164
FEWEST_DIGITS = 5

_SEPARATORS = re.compile(r"[,;|/\n\r、，；]+|\s(?:или|or|и|或)\s")
# one number in a usual notation, nothing to split: most cells, and quickly seen
_ONE_NUMBER = re.compile(r"\+?[0-9() \u00a0\-]+")
_EXTENSION = re.compile(r"(?:доб|вн|ext|x|#|转|分机).*$", re.IGNORECASE)
_PUNCTUATION = str.maketrans("", "", " \t\u00a0\u202f()[]-.‐‑–—_")
_NUMBER_TYPES = (
    "mobile",
    "fixed_line",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
)


class Phone(NamedTuple):
    value: str  # E.164: + and digits
    as_given: str
    is_valid: bool  # what libphonenumber says; an invalid number is kept, marked


def normalise_all(cell: str, *, country: str, area_code: str = "") -> list[Phone]:
    """The phones of one cell, in order, each once; parts without a number's digits are left out.

    country    "RU" or "CN": completes national notations
    area_code  completes local numbers (eight digits in Shanghai with "21" or "021")
    """
    if not cell:
        return []
    if _ONE_NUMBER.fullmatch(cell):
        only = normalise(cell, country=country, area_code=area_code)
        return [only] if only else []
    found: dict[str, Phone] = {}
    for part in _SEPARATORS.split(cell):
        phone = normalise(part, country=country, area_code=area_code)
        if phone and phone.value not in found:
            found[phone.value] = phone
    return list(found.values())


def parts_without_number(cell: str, *, country: str, area_code: str = "") -> list[str]:
    """What normalise_all leaves out of a cell, as written: a person who typed it is told."""
    parts = (part.strip() for part in _SEPARATORS.split(cell))
    return [
        part for part in parts if part and not normalise(part, country=country, area_code=area_code)
    ]


def normalise(text: str, *, country: str, area_code: str = "") -> Phone | None:
    """One phone in any notation, None where there is no number in the text."""
    as_given = text.strip()
    plain = as_given.translate(_PUNCTUATION)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain).translate(_PUNCTUATION)
    digits = plain[1:] if plain.startswith("+") else plain
    if not (digits.isascii() and digits.isdigit()):
        digits = re.sub(r"[^0-9]", "", _EXTENSION.sub("", plain))
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS + 2:
        return None
    value = "+" + _INTERNATIONAL[country](digits, plain.startswith("+"), area_code.lstrip("0"))
    return Phone(value, as_given, len(value) <= MOST_DIGITS + 1 and is_valid(value))


def _russian(digits: str, is_international: bool, area_code: str) -> str:
    """+7…, 8…, 7…, 00…, bare ten digits; fewer with the city's code."""
    length = len(digits)
    if length == 11 and digits[0] in "78":
        return "7" + digits[1:]
    if is_international:
        return digits
    if length == 10:
        return "7" + digits
    if digits.startswith("00"):
        return digits[2:]
    if digits.startswith("810") and length > 11:
        return digits[3:]
    if len(area_code) + length == 10:
        return "7" + area_code + digits
    return "7" + digits if length < 10 else digits


def _chinese(digits: str, is_international: bool, area_code: str) -> str:
    """+86…, 0086…, 86…, bare eleven digits, 0 with an area code; seven or eight with the city's."""
    if digits.startswith("00"):
        digits, is_international = digits[2:], True
    if digits.startswith("86") and (is_international or len(digits) >= 12):
        return "86" + digits[2:].lstrip("0")
    if is_international:
        return digits
    if digits.startswith("0"):
        return "86" + digits.lstrip("0")
    if len(digits) in (7, 8) and area_code:
        return "86" + area_code + digits
    return "86" + digits


_INTERNATIONAL: dict[str, Callable[[str, bool, str], str]] = {"RU": _russian, "CN": _chinese}


def is_valid(value: str) -> bool:
    """What libphonenumber says of an E.164 number; fast for Russia, Kazakhstan and China."""
    if value.startswith("+7"):
        return _is_valid_national("7", value[2:])
    if value.startswith("+86"):
        return _is_valid_national("86", value[3:])
    return _is_valid_elsewhere(value)


@lru_cache(maxsize=10_000)
def _is_valid_elsewhere(value: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value, None))
    except phonenumbers.NumberParseException:
        return False


def _is_valid_national(calling_code: str, number: str) -> bool:
    """libphonenumber's rule on its own patterns: parsing a million numbers takes minutes."""
    for leading_digits, pattern in _patterns(calling_code):
        if leading_digits is None or leading_digits.match(number):
            return pattern.fullmatch(number) is not None
    return False


@cache
def _patterns(calling_code: str) -> list[tuple[re.Pattern[str] | None, re.Pattern[str]]]:
    patterns = []
    for region in COUNTRY_CODE_TO_REGION_CODE[int(calling_code)]:
        data = PhoneMetadata.metadata_for_region(region)
        if data is None:
            continue
        kinds = [getattr(data, name) for name in _NUMBER_TYPES]
        # a kind's possible lengths narrow its pattern
        alternatives = [
            _of_lengths(kind.national_number_pattern, kind.possible_length or ())
            for kind in kinds
            if kind is not None and kind.national_number_pattern
        ]
        leading = data.leading_digits
        patterns.append(
            (re.compile(leading) if leading else None, re.compile("|".join(alternatives)))
        )
    return patterns


def _of_lengths(pattern: str, lengths: tuple[int, ...]) -> str:
    if not lengths:
        return f"(?:{pattern})"
    sizes = "|".join(rf"\d{{{length}}}$" for length in lengths)
    return f"(?=(?:{sizes}))(?:{pattern})"


def search_digits(text: str, *, country: str) -> list[str]:
    """Digits to look for in E.164 values, when someone types a phone or a fragment of one.

    As typed, and with the national prefix read as the country's code ("8 916…" finds +7916…).
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"[^0-9]", "", plain)
    if not digits:
        return []
    found = [digits.removeprefix("00")]
    if country == "RU" and digits.startswith("8"):
        found.append("7" + digits[1:])
    if country == "CN" and digits.startswith("0"):
        found.append(digits.lstrip("0"))
    return list(dict.fromkeys(found))

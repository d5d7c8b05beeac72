"""Whether two cards can be one customer, and how surely. Plain values in and out.

Typing errors, initials, a missing patronymic, family and given name in either order and capitals
do not make two people; another given name does, also under one phone.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import ratio

from customers.rules import PersonName, fold, latin, split_name

LEAST_SCORE = 0.6
_NAME_RATIO = 86  # of a word that may be mistyped
_LEGAL_FORMS = frozenset(
    "ооо оао зао пао ао ип тоо llc ltd inc co company".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Card:
    pk: int
    kind: str
    full_name: str
    birth_date: date | None = None
    code: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    cars: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Weight:
    score: float  # 0 to 1
    is_certain: bool
    facts: dict[str, Any] = field(default_factory=dict)


def weigh(first: Card, second: Card) -> Weight | None:
    """How sure it is that two cards are one customer, None where they are not."""
    if first.kind != second.kind:
        return None
    phone = bool(first.phones & second.phones)
    email = bool(first.emails & second.emails)
    car = bool(first.cars & second.cars)
    born = _same_birth(first.birth_date, second.birth_date)
    name = _same_name(first, second)
    if name < 0.5 or born == 0.0:
        return None
    full = fold(first.full_name) == fold(second.full_name)
    if not (phone or email):
        # without a way to reach them in common, only the whole name counts
        if not full or not (born == 1.0 or car):
            return None
    elif born is not None and born < 1 and name < 0.9:
        return None
    shared = 0.6 * phone + 0.45 * email + 0.3 * car + (0.4 if born == 1.0 else 0.0)
    score = min(1.0, 0.35 + 0.45 * min(shared, 1.0)) * name + (0.1 if full else 0.0)
    is_certain = phone and full and born == 1.0
    facts = {"phone": phone, "email": email, "car": car, "birth_date": born, "name": round(name, 2)}
    score = 1.0 if is_certain else min(round(score, 4), 0.99)
    return Weight(score, is_certain, facts)


def _same_birth(first: date | None, second: date | None) -> float | None:
    """1: equal; 0.5: a typing error apart; 0: others; None: not known."""
    if first is None or second is None:
        return None
    if first == second:
        return 1.0
    if (first.month, first.day) == (second.day, second.month) and first.year == second.year:
        return 0.5
    one, two = f"{first:%Y%m%d}", f"{second:%Y%m%d}"
    return 0.5 if DamerauLevenshtein.distance(one, two) == 1 else 0.0


def _same_name(first: Card, second: Card) -> float:
    """1: the same name; from 0.5: can be one person's; below: cannot."""
    if fold(first.full_name) == fold(second.full_name):
        return 1.0
    if first.kind == "company":
        return _same_company(first.full_name, second.full_name)
    one, two = split_name(first.full_name), split_name(second.full_name)
    if latin(first.full_name) == latin(second.full_name):
        return 0.95
    return _same_person(one, two)


def _same_company(first: str, second: str) -> float:
    one, two = (
        " ".join(
            word
            for word in "".join(c if c.isalnum() else " " for c in latin(name)).split()
            if word not in _LEGAL_FORMS and word not in _LATIN_FORMS
        )
        for name in (first, second)
    )
    if one and one == two:
        return 0.95
    # names that differ in a number are different companies
    if [c for c in one if c.isdigit()] != [c for c in two if c.isdigit()]:
        return 0.0
    return 0.8 if ratio(one, two) >= 92 else 0.0


_LATIN_FORMS = frozenset(latin(form) for form in _LEGAL_FORMS)


def _same_person(one: PersonName, two: PersonName) -> float:
    """The parts agree one by one; a part that is missing agrees a little less."""
    agreement = 1.0
    for first, second, missing in (
        (one.family, two.family, 0.75),
        (one.given, two.given, 0.75),
        (one.patronymic, two.patronymic, 0.93),
    ):
        if not first or not second:
            agreement *= missing if first or second else 1.0
            continue
        part = _same_word(first, second)
        if not part:
            return 0.0
        agreement *= part
    return agreement


def _same_word(first: str, second: str) -> float:
    one, two = latin(first), latin(second)
    if one == two:
        return 1.0
    if one.endswith(".") or two.endswith("."):
        return 0.92 if one[:1] == two[:1] else 0.0
    if DamerauLevenshtein.distance(one, two) == 1 and min(len(one), len(two)) > 3:
        return 0.9
    return 0.85 if ratio(one, two) >= _NAME_RATIO and min(len(one), len(two)) > 5 else 0.0

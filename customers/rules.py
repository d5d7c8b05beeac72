"""How names, plates, VINs and e-mails are read, folded for search and spoken. Values in and out."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from customers.given_names import (
    CHINESE_COMPOUND_SURNAMES,
    CHINESE_SURNAME_READINGS,
    FEMALE,
    MALE,
)

# --- White space, case, transliteration --------------------------------------------------------

_CYRILLIC_TO_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
        "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
        "ъ": "", "ь": "", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
    }
)  # fmt: skip
_CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)
_CHINESE = re.compile("[㐀-鿿]")
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeiiiioooouuuuvvvvvnnnme")
MOST_SEARCHED = 700
MOST_SORTED = 300


def fold_space(text: str) -> str:
    """Runs of white space (also non-breaking) become one space, none at the ends."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """What two spellings of one text have in common: white space, case, ё as е."""
    return " ".join(text.lower().replace("ё", "е").split())


def latin(text: str) -> str:
    """Folded text in Latin letters: Cyrillic transliterated, Chinese characters as pinyin."""
    folded = fold(text).translate(_CYRILLIC_TO_LATIN)
    return folded if folded.isascii() else folded.translate(_pinyin())


@cache
def _pinyin() -> dict[int, str]:
    """Character to its first reading, without tone; loaded when the first Chinese name comes."""
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415  (0.1 s, and only in China)

    return {
        code: readings.split(",", 1)[0].translate(_TONES) for code, readings in pinyin_dict.items()
    }


# a million customers share some ten thousand names: each word is looked at once
_remembered = lru_cache(maxsize=50_000)


@_remembered
def _latin_word(folded: str) -> str:
    return folded.translate(_CYRILLIC_TO_LATIN)


def search_text(full_name: str) -> str:
    """What the search box looks in: the folded name and how it is written in Latin letters.

    For a Chinese name the pinyin in one word and its initials: 王小明 wangxiaoming wxm.
    """
    folded = fold(full_name)
    if folded.isascii():
        return folded[:MOST_SEARCHED]
    if not _CHINESE.search(folded):
        return f"{folded} {' '.join(map(_latin_word, folded.split(' ')))}"[:MOST_SEARCHED]
    syllables = _syllables(folded)
    initials = "".join(syllable[:1] for syllable in syllables)
    return f"{folded} {''.join(syllables)} {initials}"[:MOST_SEARCHED]


def sort_text(full_name: str) -> str:
    """Orders names as people expect by code point: ё beside е, Chinese by pinyin."""
    folded = fold(full_name)
    if folded.isascii() or not _CHINESE.search(folded):
        return folded[:MOST_SORTED]
    return f"{' '.join(_syllables(folded))} {folded}"[:MOST_SORTED]


def _syllables(folded: str) -> list[str]:
    table = _pinyin()
    syllables = [table.get(ord(character), character.strip()) for character in folded]
    if folded[:1] in CHINESE_SURNAME_READINGS and folded[:2] not in CHINESE_COMPOUND_SURNAMES:
        syllables[0] = CHINESE_SURNAME_READINGS[folded[0]]
    return syllables


# --- Names of persons --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonName:
    family: str = ""
    given: str = ""
    patronymic: str = ""
    gender: str = ""  # "f", "m" or "" where the name does not say


_MALE_PATRONYMICS = ("ович", "евич", "ьич", "мич", "тич", "ич")
_FEMALE_PATRONYMICS = ("овна", "евна", "ична", "инична")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,2}|[^\W\d_]\.?[^\W\d_]\.")
_TURKIC = {"оглы": "m", "оглу": "m", "улы": "m", "кызы": "f", "кизи": "f"}
_FEMALE_SURNAMES = ("ова", "ева", "ина", "ына", "ская", "цкая", "ая")
_MALE_SURNAMES = ("ов", "ев", "ин", "ын", "ский", "цкий", "ой", "ый")


def split_name(full_name: str) -> PersonName:
    """A person's family, given and patronymic name and gender, as far as the name tells them.

    Russian in either order (Иванов Пётр Сергеевич, Пётр Иванов) and with initials (Иванов П.С.),
    Chinese with one- and two-character surnames, anything else as given name and family name.
    """
    name = fold_space(full_name)
    if _CYRILLIC.search(name):
        return _split_russian(name)
    if _CHINESE.search(name):
        compact = name.replace(" ", "")
        length = 2 if compact[:2] in CHINESE_COMPOUND_SURNAMES and len(compact) > 2 else 1
        return PersonName(compact[:length], compact[length:])
    given, _, family = name.rpartition(" ")
    return PersonName(family, given) if given else PersonName(given=name)


def _split_russian(name: str) -> PersonName:
    if name.isupper() or name.islower():
        name = name.title()
    words = name.split()
    if len(words) == 1:
        gender = _gender_of_given(words[0])
        return PersonName(given=words[0], gender=gender) if gender else PersonName(words[0])
    initials = "".join(words[1:])
    if _INITIALS.fullmatch(initials):
        letters = [letter for letter in initials if letter.isalpha()]
        given, patronymic = [f"{letter}." for letter in letters[:2] + [""] * (2 - len(letters))]
        return PersonName(words[0], given, patronymic.lstrip("."), _gender_of_surname(words[0]))
    if words[-1].lower() in _TURKIC and len(words) > 3:
        return PersonName(words[0], words[1], " ".join(words[2:]), _TURKIC[words[-1].lower()])
    return _split_words(words)


def _split_words(words: list[str]) -> PersonName:
    """Two or more full words: the patronymic tells the order, else the known given names do."""
    if len(words) == 2:
        first, last = words
        if _gender_of_patronymic(last) and _gender_of_given(first):
            return PersonName("", first, last, _gender_of_patronymic(last))
        if _gender_of_given(first) and not _gender_of_given(last):
            return PersonName(last, first, "", _gender_of_given(first))
        return PersonName(first, last, "", _gender_of_given(last) or _gender_of_surname(first))
    if _gender_of_patronymic(words[1]) and not _gender_of_patronymic(words[2]):
        return PersonName(" ".join(words[2:]), words[0], words[1], _gender_of_patronymic(words[1]))
    family, given, patronymic = words[0], words[1], " ".join(words[2:])
    gender = _gender_of_patronymic(words[2]) or _gender_of_given(given)
    return PersonName(family, given, patronymic, gender or _gender_of_surname(family))


@_remembered
def _gender_of_patronymic(word: str) -> str:
    folded = word.lower()
    if len(folded) > 4 and folded.endswith(_FEMALE_PATRONYMICS):
        return "f"
    return "m" if len(folded) > 4 and folded.endswith(_MALE_PATRONYMICS) else ""


@_remembered
def _gender_of_given(word: str) -> str:
    folded = fold(word)
    if folded in FEMALE:
        return "f"
    return "m" if folded in MALE else ""


@_remembered
def _gender_of_surname(word: str) -> str:
    folded = fold(word)
    if folded.endswith(_FEMALE_SURNAMES):
        return "f"
    return "m" if folded.endswith(_MALE_SURNAMES) else ""


def address(
    *,
    language: str,
    full_name: str,
    kind: str = "person",
    family: str = "",
    given: str = "",
    patronymic: str = "",
    gender: str = "",
) -> str:
    """How to speak to a customer in a language: "Елена Сергеевна", "王先生", a company's name.

    The full name where the parts or the gender are not known.
    """
    if kind == "company":
        return full_name
    if _CHINESE.search(family) and language == "zh-hans":
        title = {"f": "女士", "m": "先生"}.get(gender)
        return f"{family}{title}" if title else full_name
    is_full = bool(given) and not given.endswith(".")
    if _CYRILLIC.search(given) and is_full:
        return f"{given} {patronymic}".strip()
    if language == "en" and gender and family:
        return f"{'Ms' if gender == 'f' else 'Mr'} {family}"
    return full_name


# --- Plates, VINs, e-mails ---------------------------------------------------------------------

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_NOT_IN_KEYS = re.compile(r"[\W_]+")
_VIN_CHARACTERS = re.compile("[A-HJ-NPR-Z0-9]*")
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\".]+(?:\.[^@\s,;<>()\".]+)+")
_VIN_VALUES = {
    **{str(digit): digit for digit in range(10)},
    **dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ",
            [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)],
            strict=True,
        )
    ),
}
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def plate_key(plate: str) -> str:
    """A plate for search: upper case, Cyrillic look-alikes as Latin, letters and digits only."""
    return _NOT_IN_KEYS.sub("", plate.upper().translate(_LOOK_ALIKES))[:20]


def vin_key(vin: str) -> str:
    """A VIN as it is stored: upper case, Cyrillic look-alikes as Latin, letters and digits only."""
    return _NOT_IN_KEYS.sub("", vin.upper().translate(_LOOK_ALIKES))


def vin_warning(vin: str) -> str:
    """What is odd about a VIN key: "vin_length", "vin_characters", "vin_check_digit" or "".

    The check digit is verified where the market uses it: built in China (L, GB 16735) or North
    America (1 to 5, 49 CFR 565).
    """
    if len(vin) != 17:
        return "vin_length"
    if not _VIN_CHARACTERS.fullmatch(vin):
        return "vin_characters"
    if vin[0] in "L12345":
        values = zip(vin, _VIN_WEIGHTS, strict=True)
        remainder = sum(_VIN_VALUES[character] * weight for character, weight in values) % 11
        if vin[8] != ("X" if remainder == 10 else str(remainder)):
            return "vin_check_digit"
    return ""


def email_key(text: str) -> str:
    """An e-mail address as it is stored: lower case, without space or mailto."""
    return fold_space(text).lower().removeprefix("mailto:")


def is_valid_email(address: str) -> bool:
    """Whether mail could be sent there by the look of it."""
    return len(address) <= 254 and _EMAIL.fullmatch(address) is not None

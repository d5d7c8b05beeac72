"""How numbers, money, dates and phones are said in the three languages.

Pure functions of plain values; the language is Django's code (en, ru, zh-hans), the clock and
the time zone are arguments. The template filters of the same names stand in
templatetags/formatting.py.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern
from django.utils.translation import get_language, gettext, npgettext, pgettext

Number = int | float | Decimal
NO_BREAK = "\u00a0"
MINUS = "\u2212"
NOTHING = "—"
LOCALES = {"en": "en_GB", "ru": "ru", "zh-hans": "zh_Hans_CN"}


@functools.cache
def locale_of(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, "en_GB"))


# --- Numbers -------------------------------------------------------------------------------------


def number(value: Number | None, language: str, digits: int = 0) -> str:
    """With the thousands separator of the language and exactly `digits` decimals."""
    if value is None:
        return NOTHING
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP)
    text: str = _pattern(digits).apply(rounded, locale_of(language))
    return text.replace("-", MINUS)


@functools.cache
def _pattern(digits: int) -> NumberPattern:
    """Babel reads a pattern anew at each number."""
    return parse_pattern("#,##0" + ("." + "0" * digits if digits else ""))


def percent(value: Number | None, language: str, digits: int = 0) -> str:
    """A share of one as "47 %" (English and Chinese without the space)."""
    if value is None:
        return NOTHING
    return _of_hundred(number(Decimal(str(value)) * 100, language, digits), language)


def _of_hundred(said: str, language: str) -> str:
    space = NO_BREAK if language == "ru" else ""
    return f"{said}{space}%"


def share(numerator: Number, denominator: Number, language: str, digits: int = 0) -> str:
    """The percentage with its n: "47% · 715 of 1,552"; without a denominator there is no data."""
    if not denominator:
        return gettext("no data")
    value = percent(Decimal(str(numerator)) / Decimal(str(denominator)), language, digits)
    return f"{value} · {share_counts(numerator, denominator, language)}"


def share_counts(numerator: Number, denominator: Number, language: str) -> str:
    """ "715 of 1,552"."""
    return gettext("%(part)s of %(whole)s") % {
        "part": number(numerator, language),
        "whole": number(denominator, language),
    }


# --- Money ---------------------------------------------------------------------------------------

# (power of ten, name of the unit), largest first
WESTERN_STEPS: tuple[tuple[int, str], ...] = ((9, "bn"), (6, "m"), (3, "k"))
CHINESE_STEPS: tuple[tuple[int, str], ...] = ((8, "yi"), (4, "wan"))
EXACT_BELOW = 100_000


def money(amount: Number | None, currency: str, language: str) -> str:
    """Rounded to what matters: "78.1 M ₽", "7810 万 ¥"; small amounts in full.

    Chinese counts in 万 and 亿, the others in thousands, millions and milliards.
    """
    if amount is None:
        return NOTHING
    size = Decimal(str(amount)).copy_abs()
    if size < EXACT_BELOW:
        return money_in_full(amount, currency, language)
    steps = CHINESE_STEPS if language == "zh-hans" else WESTERN_STEPS
    power, unit = next(step for step in steps if size >= 10 ** step[0])
    scaled = Decimal(str(amount)).scaleb(-power)
    digits = 1 if abs(scaled) < 100 else 0  # three figures say enough
    space = "" if language == "zh-hans" else NO_BREAK
    text = f"{number(scaled, language, digits)}{space}{unit_name(unit)}"
    return _with_currency(text, currency, language)


def money_in_full(amount: Number | None, currency: str, language: str) -> str:
    """To the whole unit: "78,123,456 ₽"."""
    if amount is None:
        return NOTHING
    return _with_currency(number(amount, language), currency, language)


def unit_name(unit: str) -> str:
    names = {
        "k": pgettext("thousands", "k"),
        "m": pgettext("millions", "M"),
        "bn": pgettext("thousand millions", "bn"),
        "wan": "万",
        "yi": "亿",
    }
    return names[unit]


def _with_currency(text: str, currency: str, language: str) -> str:
    """The sign stands after the number in Russian usage and for roubles, else before it."""
    sign = currency_sign(currency)
    if language == "ru" or currency == "RUB":
        return f"{text}{NO_BREAK}{sign}"
    negative, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    return f"{negative}{sign}{digits}"


def currency_sign(currency: str) -> str:
    return {"RUB": "₽", "CNY": "¥"}.get(currency) or get_currency_symbol(currency, "en")


# --- Words ---------------------------------------------------------------------------------------


def readers_language() -> str:
    """The language in force; English where translation is off, as in a command."""
    return get_language() or "en"


def colon(language: str) -> str:
    """What stands between a label and its value."""
    return "：" if language == "zh-hans" else ": "


def listed(words: Iterable[object], language: str) -> str:
    """Words one after the other, as a sentence lists them."""
    return ("、" if language == "zh-hans" else ", ").join(map(str, words))


# --- Dates ---------------------------------------------------------------------------------------

NEAR_DAYS = 7


def day(value: date | None, language: str, *, today: date) -> str:
    """As people say it: "today", "in 3 days", "5 days ago", "14 May", "14 May 2024"."""
    if value is None:
        return NOTHING
    days = (value - today).days
    names = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    if days in names:
        return names[days]
    if 0 < days < NEAR_DAYS:
        return npgettext("future", "in %(days)d day", "in %(days)d days", days) % {"days": days}
    if -NEAR_DAYS < days < 0:
        return npgettext("past", "%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
    return calendar_day(value, language, with_year=value.year != today.year)


@functools.lru_cache(maxsize=10_000)  # a page has a hundred of them, and the years few days
def calendar_day(value: date, language: str, *, with_year: bool = True) -> str:
    """ "14 May 2024" or "14 May"."""
    patterns = {
        "en": ("d MMM", "d MMM y"),
        "ru": ("d MMM", "d MMM y"),
        "zh-hans": ("M月d日", "y年M月d日"),
    }
    pattern = patterns.get(language, patterns["en"])[with_year]
    return format_date(value, pattern, locale=locale_of(language)).replace(" ", NO_BREAK)


def spoken_day(value: date, language: str) -> str:
    """ "14 May" with the month in full, as in a sentence: an abbreviation would end in a dot."""
    pattern = {"zh-hans": "M月d日"}.get(language, "d MMMM")
    return format_date(value, pattern, locale=locale_of(language)).replace(" ", NO_BREAK)


def moment(value: datetime | None, language: str, *, now: datetime, zone: tzinfo) -> str:
    """The day as people say it and the time in `zone`: "today 15:30", "14 May 09:00"."""
    if value is None:
        return NOTHING
    local = value.astimezone(zone)
    today = now.astimezone(zone).date()
    said = day(local.date(), language, today=today)
    if abs(local.date() - today) >= timedelta(days=NEAR_DAYS) and local.year != today.year:
        return said
    clock = local.strftime("%H:%M")
    return f"{said} {clock}"


def exactly(value: date | datetime, language: str, zone: tzinfo) -> str:
    """For the title of a shortened date: with weekday, year and, for a moment, the time."""
    days = "y年M月d日EEE" if language == "zh-hans" else "EEE d MMM y"
    locale = locale_of(language)
    if isinstance(value, datetime):
        local = value.astimezone(zone)
        return str(format_datetime(local, f"{days} HH:mm", tzinfo=zone, locale=locale))
    return str(format_date(value, days, locale=locale))


# --- Changes -------------------------------------------------------------------------------------

Sense = Literal["better", "worse", "same"]
ICONS = {1: "trending-up", -1: "trending-down", 0: "minus"}


@dataclass(frozen=True)
class Trend:
    """A change said three ways, so that colour is never alone: arrow, sign and word."""

    text: str
    icon: str
    sense: Sense


def trend(
    change: Number | None,
    language: str,
    *,
    is_points: bool,
    more_is_better: bool = True,
    digits: int = 1,
) -> Trend | None:
    """A change with its unit: "+1.2 pp better"; None when there is nothing to compare.

    change  percentage points (of a share) where `is_points`, percent otherwise
    """
    if change is None:
        return None
    rounded = Decimal(str(change)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    direction = (rounded > 0) - (rounded < 0)
    if direction == 0:
        return Trend(gettext("unchanged"), ICONS[0], "same")
    sign = "+" if direction > 0 else ""
    better = (direction > 0) == more_is_better
    word = gettext("better") if better else gettext("worse")
    said = number(rounded, language, digits)
    # percentage points, as short as the trade writes them
    amount = (
        gettext("%(change)s pp") % {"change": said} if is_points else _of_hundred(said, language)
    )
    return Trend(f"{sign}{amount} {word}", ICONS[direction], "better" if better else "worse")


# --- Phones --------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=10_000)  # the same customers are looked at again and again
def phone(e164: str) -> str:
    """Grouped as in its country: "+7 916 123-45-67"; what cannot be read stays as it is."""
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

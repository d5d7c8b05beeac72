"""Numbers, money, dates and phones in three languages."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from dealerships import formatting
from tests.factories import NOW, TODAY

MOSCOW = ZoneInfo("Europe/Moscow")


def plain(text):
    """No-break spaces as spaces, so that the expectations can be read."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def said():
    """said(language, function, *args): the text with that language switched on."""

    def say(language, function, *args, **kwargs):
        with translation.override(language):
            return plain(function(*args, language, **kwargs))

    return say


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,234,567"), ("ru", "1 234 567"), ("zh-hans", "1,234,567")],
)
def test_thousands_are_parted_as_the_language_does(said, language, expected):
    assert said(language, formatting.number, 1_234_567) == expected


def test_a_negative_number_has_a_real_minus(said):
    assert said("en", formatting.number, -5) == "\u22125"


@pytest.mark.parametrize(
    ("language", "currency", "amount", "expected"),
    [
        ("en", "RUB", 78_123_456, "78.1 M ₽"),
        ("ru", "RUB", 78_123_456, "78,1 млн ₽"),
        ("zh-hans", "CNY", 78_123_456, "¥7,812万"),
        ("zh-hans", "CNY", 312_345_678, "¥3.1亿"),
        ("en", "CNY", 1_234_567, "¥1.2 M"),
        ("ru", "CNY", 1_234_567, "1,2 млн ¥"),
        ("ru", "RUB", Decimal("2140000000"), "2,1 млрд ₽"),
        ("ru", "RUB", 340_500, "341 тыс. ₽"),
        ("en", "RUB", 14_200, "14,200 ₽"),
        ("en", "CNY", -1_234_567, "\u2212¥1.2 M"),
        ("en", "RUB", 0, "0 ₽"),
        ("en", "RUB", None, "—"),
    ],
)
def test_money_is_rounded_to_what_matters(language, currency, amount, expected):
    with translation.override(language):
        assert plain(formatting.money(amount, currency, language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "46% · 715 of 1,552"), ("ru", "46 % · 715 из 1 552"), ("zh-hans", "46% · 715 / 1,552")],
)
def test_a_percentage_says_its_n(said, language, expected):
    assert said(language, formatting.share, 715, 1552) == expected


def test_a_share_of_nothing_is_no_data_and_not_zero(said):
    assert said("en", formatting.share, 0, 0) == "no data"


@pytest.mark.parametrize(
    ("language", "days", "expected"),
    [
        ("en", 0, "today"),
        ("en", 1, "tomorrow"),
        ("en", -1, "yesterday"),
        ("en", 3, "in 3 days"),
        ("ru", 3, "через 3 дня"),
        ("ru", 5, "через 5 дней"),
        ("ru", -2, "2 дня назад"),
        ("zh-hans", 3, "3天后"),
        ("en", 30, "20 Dec"),
        ("ru", 30, "20 дек."),
        ("zh-hans", 30, "12月20日"),
        ("en", -400, "16 Oct 2025"),
        ("zh-hans", -400, "2025年10月16日"),
    ],
)
def test_a_day_is_said_as_people_do(said, language, days, expected):
    value = TODAY + datetime.timedelta(days=days)

    assert said(language, formatting.day, value, today=TODAY) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(3, "today 15:00", id="same-day"),
        pytest.param(11.75, "today 23:45", id="before-local-midnight"),
        pytest.param(12.25, "tomorrow 00:15", id="after-local-midnight"),
        pytest.param(-24 * 30, "21 Oct 12:00", id="this-year"),
        pytest.param(-24 * 700, "20 Dec 2024", id="long-ago-without-time"),
    ],
)
def test_a_moment_is_said_in_its_zone(said, hours, expected):
    value = NOW + datetime.timedelta(hours=hours)

    assert said("en", formatting.moment, value, now=NOW, zone=MOSCOW) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Fri 20 Nov 2026 12:00"),
        ("ru", "пт 20 нояб. 2026 12:00"),
        ("zh-hans", "2026年11月20日周五 12:00"),
    ],
)
def test_the_exact_moment_has_weekday_year_and_time(said, language, expected):
    assert said(language, formatting.exactly, NOW, zone=MOSCOW) == expected


@pytest.mark.parametrize(
    ("change", "more_is_better", "text", "sense"),
    [
        (1.2, True, "+1.2 pp better", "better"),
        (-0.8, True, "\u22120.8 pp worse", "worse"),
        (-0.8, False, "\u22120.8 pp better", "better"),
        (0.04, True, "unchanged", "same"),
    ],
)
def test_a_change_has_sign_arrow_and_word(change, more_is_better, text, sense):
    trend = formatting.trend(change, "en", is_points=True, more_is_better=more_is_better)

    assert (trend.text, trend.sense) == (text, sense)


def test_nothing_to_compare_is_no_trend():
    assert formatting.trend(None, "en", is_points=True) is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+79161234567", "+7 916 123-45-67"),
        ("+8613812345678", "+86 138 1234 5678"),
        ("what is this", "what is this"),
    ],
)
def test_a_phone_is_grouped_as_in_its_country(number, expected):
    assert formatting.phone(number) == expected


@pytest.mark.parametrize(("language", "text"), [("en", "+1.2% better"), ("ru", "+1,2 % лучше")])
def test_a_change_of_a_count_is_in_percent(said, language, text):
    def in_percent(change, language):
        return formatting.trend(change, language, is_points=False).text

    assert said(language, in_percent, 1.2) == text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "A: b, c"), ("ru", "A: b, c"), ("zh-hans", "A：b、c")]
)
def test_a_label_and_its_words_are_joined_as_the_language_writes(language, said):
    assert "A" + formatting.colon(language) + formatting.listed(["b", "c"], language) == said

import random

import phonenumbers
import pytest

from customers import phones


@pytest.mark.parametrize(
    "text",
    [
        "+7(990)4549243",
        "8 (990) 454-92-43",
        "8-990-454-92-43",
        "79904549243",
        "89904549243",
        "(990)454-92-43",
        "9904549243",
        "+7 990 454 92 43",
        "+8 990 454 92 43",
        "007 990 454 92 43",
        "\u202a+7\u00a0990\u00a0454‑92‑43",
        "8 990 454-92-43 доб. 12",
        "８９９０４５４９２４３",
    ],
)
def test_every_russian_notation_becomes_one_number(text):
    assert phones.normalise(text, country="RU").value == "+79904549243"


@pytest.mark.parametrize(
    "text",
    ["+86 187 2018 9063", "008618720189063", "187-2018-9063", "18720189063", "8618720189063"],
)
def test_every_chinese_notation_becomes_one_number(text):
    assert phones.normalise(text, country="CN").value == "+8618720189063"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02195100005", "+862195100005"),
        ("+86 021 9510 0005", "+862195100005"),
        ("95100005", "+862195100005"),
        ("4008001234", "+864008001234"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_a_chinese_landline_takes_the_area_code(text, value):
    assert phones.normalise(text, country="CN", area_code="021").value == value


def test_a_russian_local_number_takes_the_area_code():
    assert phones.normalise("212-38-56", country="RU", area_code="495").value == "+74952123856"


def test_several_phones_in_one_cell_are_split_and_each_kept_once():
    cell = "+7(906)1887541, +7 495 212 38 56; 8 906 188 75 41 / нет"

    found = phones.normalise_all(cell, country="RU")

    assert [phone.value for phone in found] == ["+79061887541", "+74952123856"]
    assert found[0].as_given == "+7(906)1887541"


@pytest.mark.parametrize("text", ["", "нет", "123", "-", "12345678901234567890"])
def test_a_text_without_a_number_gives_none(text):
    assert phones.normalise_all(text, country="RU") == []


def test_an_invalid_number_is_kept_and_marked():
    phone = phones.normalise("8 000 000 00 00", country="RU")

    assert (phone.value, phone.is_valid) == ("+70000000000", False)


def test_validity_is_what_libphonenumber_says():
    chance = random.Random(7)
    numbers = [f"+7{chance.choice('3456789')}{chance.randrange(10**9):09}" for _ in range(2000)]
    numbers += [f"+86{chance.choice('123456789')}{chance.randrange(10**10):010}"[:n]
                for n in (11, 12, 13, 14) for _ in range(1000)]  # fmt: skip

    differing = [
        number
        for number in numbers
        if phones.is_valid(number) != phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    ]

    assert differing == []


@pytest.mark.parametrize(
    ("text", "country", "digits"),
    [
        ("8 916 12", "RU", ["891612", "791612"]),
        ("916-12", "RU", ["91612"]),
        ("+7 916", "RU", ["7916"]),
        ("0086 187", "CN", ["86187"]),
        ("021 9510", "CN", ["0219510", "219510"]),
        ("Иванов", "RU", []),
    ],
)
def test_a_typed_fragment_is_looked_for_with_and_without_the_prefix(text, country, digits):
    assert phones.search_digits(text, country=country) == digits

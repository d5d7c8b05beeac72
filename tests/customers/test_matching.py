from datetime import date

import pytest

from customers.matching import Card, weigh

PHONE = frozenset({"+79161234567"})


def card(name, born=None, phones=PHONE, kind="person", **fields):
    return Card(pk=1, kind=kind, full_name=name, birth_date=born, phones=phones, **fields)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Пономарёв Александр Степанович", "ПОНОМАРЕВ АЛЕКСАНДР СТЕПАНОВИЧ"),
        ("Яковлев Марк Александрович", "Марк Яковлев"),
        ("Андреева Елена Юрьевна", "Андреева Е.Ю."),
        ("Крылов Артём Максимович", "Крылов Артём"),
        ("Пономарёв Александр Степанович", "Понамарев Александр Степанович"),
        ("Иванов Пётр", "Ivanov Petr"),
        ("苏欣雨", "苏欣雨"),
    ],
)
def test_one_phone_and_a_name_that_can_be_the_same_is_proposed(first, second):
    weight = weigh(card(first), card(second))

    assert weight is not None
    assert not weight.is_certain


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Иванов Пётр Сергеевич", "Иванова Анна Петровна"),
        ("Иванов Пётр Сергеевич", "Иванов Андрей Сергеевич"),
        ("Иванов Пётр Сергеевич", "Иванов Пётр Петрович"),
        ("Иванов Пётр Сергеевич", "Иванова А.П."),
        ("苏欣雨", "苏国雨"),
        ("ООО «Лада-1»", "ООО «Лада-2»"),
    ],
)
def test_a_family_or_firms_that_share_a_phone_are_different(first, second):
    kind = "company" if "ООО" in first else "person"

    assert weigh(card(first, kind=kind), card(second, kind=kind)) is None


def test_father_and_son_of_one_name_are_told_apart_by_birth_date():
    first, second = (card("Иванов Пётр Петрович", date(year, 3, 9)) for year in (1951, 1987))

    assert weigh(first, second) is None


def test_only_phone_whole_name_and_birth_date_together_are_certain():
    born = date(1980, 2, 1)

    assert weigh(card("Иванов Пётр", born), card("ИВАНОВ Петр", born)).is_certain
    assert not weigh(card("Иванов Пётр", born), card("Иванов Пётр")).is_certain
    assert not weigh(card("Иванов Пётр", born), card("Иванов П.", born)).is_certain


def test_namesakes_with_nothing_in_common_are_different():
    assert weigh(card("Иванов Пётр", phones=frozenset()), card("Иванов Пётр")) is None


def test_namesakes_of_one_birth_date_are_proposed():
    born = date(1980, 2, 1)

    assert weigh(card("Иванов Пётр", born, frozenset()), card("Иванов Пётр", born)) is not None

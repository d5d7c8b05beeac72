"""One box over customers and cars: whatever a person remembers finds the card, and no other's."""

from datetime import date

import pytest

from customers import rules
from customers.models import ContactPoint, Customer, CustomerCode, Ownership
from customers.search import MOST_FOUND, search
from customers.search_input import Kind, Rank, classify, rank_of_name
from tests.factories import TODAY, make_customer, make_dealership, make_vehicle, relate


def person(dealership, name, *, phone="", **fields):
    customer = make_customer(dealership, name, phone=phone, **fields)
    customer.search_name, customer.sort_name = rules.search_text(name), rules.sort_text(name)
    customer.save()
    return customer


def names(text, dealership):
    return [found.customer.full_name for found in search(text, dealership=dealership, on=TODAY)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("+7 (916) 123-45-67", ["phone"]),
        ("4567", ["phone", "vin", "plate", "code"]),
        ("12", []),
        ("иванов", ["name"]),
        ("Иванов Пётр", ["name"]),
        ("王", ["name"]),
        ("А123ВС77", ["vin", "plate", "code", "name"]),
        ("京A12345", ["plate", "code", "name"]),
        ("XW8ZZZ61ZJG000001", ["vin", "code", "name"]),
        ("К0000001", ["vin", "plate", "code", "name"]),
        ("Ivan@Example.com", ["email"]),
        ("   ", []),
        ("%%%", []),
        ("--", []),
    ],
)
def test_input_is_classified(text, kinds):
    assert [question.kind for question in classify(text, country="RU")] == kinds


def test_a_name_ranks_by_whole_words_then_beginnings():
    assert rank_of_name(("иванов",), "иванов петр ivanov petr") == Rank.EXACT
    assert rank_of_name(("ива", "пе"), "иванов петр ivanov petr") == Rank.PREFIX
    assert rank_of_name(("ано",), "иванов петр ivanov petr") == Rank.FRAGMENT


@pytest.mark.parametrize(
    "text",
    [
        "+79161234567",
        "8 916 123-45-67",
        "8(916)1234567",
        "916 123 45 67",
        "7 916 123 45 67",
        "007 916 1234567",
        "1234567",
        "123-45-67",
        "4567",
        "916",
    ],
)
def test_a_phone_is_found_in_any_notation_and_by_a_part(dealership, text):
    person(dealership, "Иванов Пётр", phone="+79161234567")
    person(dealership, "Сидоров Олег", phone="+79035550000")

    assert names(text, dealership) == ["Иванов Пётр"]


@pytest.mark.parametrize("text", ["13812345678", "+86 138 1234 5678", "0086 13812345678", "5678"])
def test_a_chinese_phone_is_found_in_any_notation(stranger, text):
    person(stranger, "王小明", phone="+8613812345678")

    assert names(text, stranger) == ["王小明"]


def test_an_invalid_number_is_found_too(dealership):
    customer = person(dealership, "Иванов Пётр")
    ContactPoint.objects.create(customer=customer, kind="phone", value="+7999", is_valid=False)

    assert names("7999", dealership) == ["Иванов Пётр"]


@pytest.mark.parametrize(
    "text",
    [
        "Смирнова Елена Сергеевна",
        "елена смирнова",
        "сергеевна ел",
        "мирно",
        "Smirnova",
        "elena smirn",
        "СМИРНОВА",
        "  смирнова   елена ",
        "смирнова elena",
        "см",
    ],
)
def test_any_part_of_a_name_in_any_order_and_in_latin_letters(dealership, text):
    person(dealership, "Смирнова Елена Сергеевна")
    person(dealership, "Кузнецов Артём")

    assert names(text, dealership) == ["Смирнова Елена Сергеевна"]


@pytest.mark.parametrize("text", ["семёнов", "семенов", "артём", "артем"])
def test_yo_and_ye_are_one_letter(dealership, text):
    person(dealership, "Семёнов Артем")

    assert names(text, dealership) == ["Семёнов Артем"]


@pytest.mark.parametrize("text", ["王小明", "王", "王小", "wangxiaoming", "wang", "wxm"])
def test_a_chinese_name_is_found_by_characters_and_pinyin(stranger, text):
    person(stranger, "王小明")
    person(stranger, "李雷")

    assert names(text, stranger) == ["王小明"]


@pytest.mark.parametrize("text", ["XW8ZZZ61ZJG123456", "xw8zzz61zjg123456", "123456", "JG123456"])
def test_a_vin_or_its_last_characters_find_the_owner(dealership, text):
    owner = person(dealership, "Иванов Пётр")
    make_vehicle(dealership, owner=owner, vin="XW8ZZZ61ZJG123456")
    make_vehicle(dealership, owner=person(dealership, "Другой"), vin="XW8ZZZ61ZJG999999")

    assert names(text, dealership) == ["Иванов Пётр"]


@pytest.mark.parametrize(
    "text", ["А123ВС77", "A123BC77", "а123вс77", "a 123 bc 77", "123вс", "А123"]
)
def test_a_plate_is_found_with_look_alikes_of_both_alphabets(dealership, text):
    owner = person(dealership, "Иванов Пётр")
    plate = "А123ВС77"
    make_vehicle(dealership, owner=owner, plate=plate, plate_key=rules.plate_key(plate))

    assert names(text, dealership) == ["Иванов Пётр"]


def test_a_car_leads_to_its_present_owner(dealership):
    former, present = person(dealership, "Прежний"), person(dealership, "Нынешний")
    vehicle = make_vehicle(dealership, vin="XW8ZZZ61ZJG123456")
    own = {"holding": dealership.holding, "vehicle": vehicle}
    Ownership.objects.create(
        customer=former,
        since=date(2020, 1, 1),
        until=date(2022, 1, 1),
        end_reason="resold",
        **own,
    )
    Ownership.objects.create(customer=present, since=date(2022, 1, 1), **own)

    assert names("123456", dealership) == ["Нынешний"]


@pytest.mark.parametrize("text", ["К0000017", "к0000017", "K0000017", "0000017", "К00000"])
def test_an_external_code_is_found_in_any_case_and_alphabet(dealership, text):
    customer = person(dealership, "Иванов Пётр")
    codes = ["К0000017"] if not text.startswith("0") else ["0000017"]
    for code in codes:
        CustomerCode.objects.create(
            dealership=dealership,
            source=dealership.source_systems.get(),
            code=code,
            customer=customer,
        )

    assert names(text, dealership) == ["Иванов Пётр"]


def test_an_email_is_found(dealership):
    customer = person(dealership, "Иванов Пётр")
    ContactPoint.objects.create(customer=customer, kind="email", value="petr@example.com")

    assert names("Petr@Example.com", dealership) == ["Иванов Пётр"]
    assert names("petr@", dealership) == ["Иванов Пётр"]


def test_a_company_with_a_figure_in_its_name_is_found(dealership):
    person(dealership, "ООО Вектор-24", kind="company")

    assert names("вектор-24", dealership) == ["ООО Вектор-24"]


def test_the_exact_name_stands_before_beginnings_and_parts(dealership):
    for name in ("Подиванов А", "Ивановский А", "Иванов А"):
        person(dealership, name)

    assert names("иванов", dealership) == ["Иванов А", "Ивановский А", "Подиванов А"]


@pytest.mark.parametrize("text", ["100%", "a_b", "\\", "'; drop", "%", "_", "%_%", "иван%"])
def test_wildcards_are_letters(dealership, text):
    person(dealership, "Иванов Пётр", phone="+79161234567")

    assert names(text, dealership) == []


def test_at_most_fifty_are_found(dealership):
    for number in range(MOST_FOUND + 5):
        person(dealership, f"Иванов {number}")

    assert len(names("иванов", dealership)) == MOST_FOUND


def test_a_customer_found_twice_stands_once(dealership):
    customer = person(dealership, "Иванов Пётр", phone="+79161234567")
    ContactPoint.objects.create(customer=customer, kind="phone", value="+79161234568")

    assert names("916123456", dealership) == ["Иванов Пётр"]


@pytest.mark.parametrize(
    "text",
    ["Канареев", "9161234567", "XW8ZZZ61ZJG123456", "А123ВС77", "К0000017", "kanareev", "k@"],
)
def test_nothing_of_another_dealership_is_found(dealership, sister, stranger, text):
    """S1, S2: neither of the same holding nor of another one."""
    for other in (sister, stranger):
        customer = person(other, "Канареев Пётр", phone="+79161234567")
        ContactPoint.objects.create(customer=customer, kind="email", value="k@example.com")
        make_vehicle(other, owner=customer, vin="XW8ZZZ61ZJG123456", plate_key="A123BC77")
        CustomerCode.objects.create(
            dealership=other, source=other.source_systems.get(), code="К0000017", customer=customer
        )

    assert names(text, dealership) == []
    assert names(text, sister) == ["Канареев Пётр"]


def test_a_car_of_ours_does_not_show_another_dealerships_owner(dealership, sister):
    owner = person(sister, "Канареев Пётр")
    vehicle = make_vehicle(sister, owner=owner, vin="XW8ZZZ61ZJG123456")
    relate(dealership, None, vehicle)

    assert names("XW8ZZZ61ZJG123456", dealership) == []


def test_a_merged_card_is_not_found(dealership):
    kept = person(dealership, "Иванов Пётр")
    person(dealership, "Иванов Пётр", merged_into=kept)

    assert search("иванов", dealership=dealership, on=TODAY)[0].customer == kept
    assert len(names("иванов", dealership)) == 1


@pytest.mark.parametrize("text", ["иванов", "9161234567", "XW8ZZZ61ZJG123456"])
def test_queries_do_not_grow_with_what_is_found(dealership, django_assert_max_num_queries, text):
    for number in range(5):
        customer = person(dealership, f"Иванов {number}", phone="+79161234567")
        make_vehicle(dealership, owner=customer)
    with django_assert_max_num_queries(9):
        search(text, dealership=dealership, on=TODAY)


def test_kind_and_value_say_why_somebody_was_found(dealership):
    person(dealership, "Иванов Пётр", phone="+79161234567")

    [found] = search("4567", dealership=dealership, on=TODAY)

    assert (found.kind, found.matched) == (Kind.PHONE, "+79161234567")
    assert [phone.value for phone in found.customer.phones] == ["+79161234567"]
    assert Customer.objects.count() == 1


def test_every_dealership_may_have_its_own_customer_of_one_number(dealership):
    other = make_dealership("west")
    person(dealership, "Наш", phone="+79161234567")
    person(other, "Чужой", phone="+79161234567")

    assert names("+79161234567", dealership) == ["Наш"]

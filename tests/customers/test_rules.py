import pytest

from customers import rules
from customers.rules import PersonName


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Иванов Пётр Сергеевич", PersonName("Иванов", "Пётр", "Сергеевич", "m")),
        ("  Сорокина  Арина\u00a0Николаевна ", PersonName("Сорокина", "Арина", "Николаевна", "f")),
        ("ПОНОМАРЕВ АЛЕКСАНДР ИЛЬИЧ", PersonName("Пономарев", "Александр", "Ильич", "m")),
        ("Пётр Сергеевич Иванов", PersonName("Иванов", "Пётр", "Сергеевич", "m")),
        ("Марк Яковлев", PersonName("Яковлев", "Марк", "", "m")),
        ("Яковлев Марк", PersonName("Яковлев", "Марк", "", "m")),
        ("Андреева Е.Ю.", PersonName("Андреева", "Е.", "Ю.", "f")),
        ("Андреева Е. Ю.", PersonName("Андреева", "Е.", "Ю.", "f")),
        ("Андреев Е.", PersonName("Андреев", "Е.", "", "m")),
        ("Елена Сергеевна", PersonName("", "Елена", "Сергеевна", "f")),
        ("Елена", PersonName("", "Елена", "", "f")),
        ("Мамедов Эльдар Рашид оглы", PersonName("Мамедов", "Эльдар", "Рашид оглы", "m")),
        ("Кузьминична Ольга", PersonName("Кузьминична", "Ольга", "", "f")),
        ("王小明", PersonName("王", "小明")),
        ("欧阳娜娜", PersonName("欧阳", "娜娜")),
        ("欧阳", PersonName("欧", "阳")),
        ("John Smith", PersonName("Smith", "John")),
        ("Cher", PersonName("", "Cher")),
        ("", PersonName()),
    ],
)
def test_a_name_is_split_into_its_parts_and_gender(name, parts):
    assert rules.split_name(name) == parts


@pytest.mark.parametrize(
    ("name", "language", "spoken"),
    [
        ("Сорокина Елена Сергеевна", "ru", "Елена Сергеевна"),
        ("СОРОКИНА ЕЛЕНА СЕРГЕЕВНА", "ru", "Елена Сергеевна"),
        ("Елена Сорокина", "ru", "Елена"),
        ("Сорокина Е.С.", "ru", "Сорокина Е.С."),
        ("王小明", "zh-hans", "王小明"),
        ("John Smith", "en", "John Smith"),
    ],
)
def test_a_person_is_addressed_by_what_the_name_tells(name, language, spoken):
    parts = rules.split_name(name)

    assert (
        rules.address(
            language=language,
            full_name=name,
            family=parts.family,
            given=parts.given,
            patronymic=parts.patronymic,
            gender=parts.gender,
        )
        == spoken
    )


def test_a_chinese_customer_is_addressed_by_surname_when_the_gender_is_known():
    spoken = rules.address(
        language="zh-hans", full_name="王小明", family="王", given="小明", gender="f"
    )

    assert spoken == "王女士"


def test_a_company_is_addressed_by_its_name():
    assert rules.address(language="ru", full_name="ООО «Лада»", kind="company") == "ООО «Лада»"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Семёнов Пётр", ["семенов", "петр", "semenov", "petr"]),
        ("Щукина Юлия", ["щукина", "shchukina", "yuliya"]),
        ("王小明", ["王小明", "wangxiaoming", "xiaoming", "wxm"]),
        ("单雄信", ["shanxiongxin"]),
        ("O'Neil  Anna", ["o'neil anna"]),
    ],
)
def test_search_text_holds_the_name_in_both_scripts(name, words):
    text = rules.search_text(name)

    assert [word for word in words if word not in text] == []


def test_names_sort_with_yo_beside_ye_and_chinese_by_pinyin():
    names = ["Жуков", "Ёлкин", "Егоров", "张三", "李四"]

    assert sorted(names, key=rules.sort_text) == ["李四", "张三", "Егоров", "Ёлкин", "Жуков"]


@pytest.mark.parametrize(
    ("plate", "key"),
    [
        ("м396ва799", "M396BA799"),
        ("М 396 ВА 799", "M396BA799"),
        ("浙E·XMUNL", "浙EXMUNL"),
        ("", ""),
    ],
)
def test_a_plate_is_folded_to_latin_look_alikes(plate, key):
    assert rules.plate_key(plate) == key


@pytest.mark.parametrize(
    ("vin", "key"),
    [(" хw8zzz61zjg000001", "XW8ZZZ61ZJG000001"), ("XW8-ZZZ 61", "XW8ZZZ61")],
)
def test_a_vin_is_folded_to_its_key(vin, key):
    assert rules.vin_key(vin) == key


@pytest.mark.parametrize(
    ("vin", "warning"),
    [
        ("XW8ZZZ61ZJG000001", ""),
        ("XW8ZZZ61ZJG00001", "vin_length"),
        ("XW8ZZZ61ZJG0O0001", "vin_characters"),
        ("1M8GDM9AXKP042788", ""),
        ("1M8GDM9A1KP042788", "vin_check_digit"),
    ],
)
def test_an_odd_vin_says_what_is_odd(vin, warning):
    assert rules.vin_warning(vin) == warning


@pytest.mark.parametrize(
    ("text", "valid"),
    [("Anna@Example.com", True), ("анна@пример.рф", True), ("a@b", False), ("a b@c.de", False)],
)
def test_an_e_mail_is_checked_by_its_look(text, valid):
    assert rules.is_valid_email(rules.email_key(text)) is valid

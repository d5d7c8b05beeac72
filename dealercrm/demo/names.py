"""Names of people and companies for the demo, by country. Invented; no real person."""

import random

RU_FAMILY = (
    "Абрамов Белов Воронцов Голубев Дементьев Ершов Жданов Зимин Игнатов Карпов Лапин Макаров "
    "Никонов Орехов Павлов Рощин Сафонов Титов Уваров Филатов Харитонов Чернов Шубин Щеглов "
    "Юдин Яшин Баранов Власов Громов Ефимов"
).split()
RU_MALE = (
    "Александр Алексей Андрей Антон Борис Вадим Виктор Глеб Денис Дмитрий Евгений Иван Игорь "
    "Кирилл Максим Михаил Николай Олег Павел Роман Сергей Тимур"
).split()
RU_FEMALE = (
    "Алина Анна Валерия Вера Виктория Галина Дарья Екатерина Елена Ирина Ксения Лариса Мария "
    "Надежда Наталья Ольга Полина Светлана Татьяна Юлия"
).split()
# male and female patronymic
RU_PATRONYMIC = tuple(
    (f"{stem}{male}", f"{stem}{female}")
    for stem, male, female in (
        ("Александр", "ович", "овна"),
        ("Алексе", "евич", "евна"),
        ("Андре", "евич", "евна"),
        ("Борис", "ович", "овна"),
        ("Виктор", "ович", "овна"),
        ("Владимир", "ович", "овна"),
        ("Дмитри", "евич", "евна"),
        ("Иван", "ович", "овна"),
        ("Михайл", "ович", "овна"),
        ("Никола", "евич", "евна"),
        ("Олег", "ович", "овна"),
        ("Павл", "ович", "овна"),
        ("Петр", "ович", "овна"),
        ("Серге", "евич", "евна"),
    )
)
RU_COMPANY = (
    "Альтаир",
    "Вектор",
    "Гранит",
    "Дельта-Строй",
    "Каскад",
    "Меркурий",
    "Сектор",
    "Фаворит",
)
RU_CITIES = ("Москва", "Химки", "Мытищи", "Королёв", "Зеленоград", "Долгопрудный")

ZH_FAMILY = tuple("王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹")
ZH_GIVEN = (
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 建华 文博 思远 雨桐 欣怡 子涵 浩然 "
    "梓萱 佳琪 俊杰 晓东 海燕"
).split()
ZH_COMPANY = (
    "上海远航贸易有限公司",
    "苏州佳禾科技有限公司",
    "杭州云栖物流有限公司",
    "南通启明建材有限公司",
)
ZH_CITIES = ("上海", "苏州", "昆山", "嘉兴", "南通")


def russian_person(chance: random.Random) -> str:
    """Family, given name, patronymic."""
    family, patronymic = chance.choice(RU_FAMILY), chance.choice(RU_PATRONYMIC)
    if chance.random() < 0.6:
        return f"{family} {chance.choice(RU_MALE)} {patronymic[0]}"
    return f"{family}а {chance.choice(RU_FEMALE)} {patronymic[1]}"


def russian_company(chance: random.Random) -> str:
    return f"ООО «{chance.choice(RU_COMPANY)}-{chance.randint(2, 99)}»"


def chinese_person(chance: random.Random) -> str:
    return chance.choice(ZH_FAMILY) + chance.choice(ZH_GIVEN)


def chinese_company(chance: random.Random) -> str:
    return chance.choice(ZH_COMPANY)

"""The two countries of the demo, as the simulation needs them."""

import random

from dealercrm.demo import cars, names
from dealercrm.demo.history import Country

RU_PREFIXES = ("903", "905", "909", "915", "916", "917", "925", "926", "963", "985")
ZH_PREFIXES = ("135", "136", "137", "138", "139", "150", "151", "158", "186", "189")


def _russian_phone(chance: random.Random) -> str:
    number = f"{chance.choice(RU_PREFIXES)}{chance.randrange(10**7):07d}"
    return chance.choice(
        (
            f"+7 {number[:3]} {number[3:6]}-{number[6:8]}-{number[8:]}",
            f"8 ({number[:3]}) {number[3:6]}-{number[6:8]}-{number[8:]}",
            f"8{number}",
            number,
        )
    )


def _chinese_phone(chance: random.Random) -> str:
    number = f"{chance.choice(ZH_PREFIXES)}{chance.randrange(10**8):08d}"
    return chance.choice((f"+86 {number[:3]} {number[3:7]} {number[7:]}", number, f"0086{number}"))


RUSSIA = Country(
    person=names.russian_person,
    company=names.russian_company,
    plate=cars.russian_plate,
    phone=_russian_phone,
    cities=names.RU_CITIES,
    cars=cars.RUSSIA,
    labour_hour=4_200,
    code=lambda number: f"К{number:06d}",
)
CHINA = Country(
    person=names.chinese_person,
    company=names.chinese_company,
    plate=cars.chinese_plate,
    phone=_chinese_phone,
    cities=names.ZH_CITIES,
    cars=cars.CHINA,
    labour_hour=260,
    code=lambda number: f"C{number:06d}",
)

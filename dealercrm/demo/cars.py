"""The demo's price list and number plates."""

import random
from dataclasses import dataclass

VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
PLATE_LETTERS_RU = "АВЕКМНОРСТУХ"
PLATE_LETTERS_ZH = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class CarModel:
    make: str
    model: str
    wmi: str  # first three characters of the VIN
    price: int


RUSSIA = (
    CarModel("Geely", "Monjaro", "LB3", 4_300_000),
    CarModel("Haval", "Jolion", "LGW", 2_400_000),
    CarModel("Chery", "Tiggo 7 Pro", "LVV", 2_900_000),
    CarModel("Lada", "Vesta", "XTA", 1_500_000),
    CarModel("Skoda", "Octavia", "XW8", 2_500_000),
)
CHINA = (
    CarModel("Geely", "Monjaro", "LB3", 168_000),
    CarModel("BYD", "Song Plus", "LGX", 159_000),
    CarModel("Chery", "Tiggo 8", "LVV", 132_000),
    CarModel("Volkswagen", "Passat", "LSV", 214_000),
    CarModel("Toyota", "Camry", "LVG", 226_000),
)


def vin(chance: random.Random, car: CarModel, number: int) -> str:
    """17 characters, unique by the running number at the end."""
    middle = "".join(chance.choice(VIN_LETTERS) for _ in range(8))
    return f"{car.wmi}{middle}{number:06d}"


def russian_plate(chance: random.Random) -> str:
    letters = [chance.choice(PLATE_LETTERS_RU) for _ in range(3)]
    region = chance.choice(("50", "77", "97", "150", "197", "799"))
    return f"{letters[0]}{chance.randint(1, 999):03d}{letters[1]}{letters[2]}{region}"


def chinese_plate(chance: random.Random) -> str:
    tail = "".join(chance.choice(PLATE_LETTERS_ZH) for _ in range(5))
    return f"沪{chance.choice('ABCDE')}·{tail}"

"""What should be planned, counted straight from the files of a DMS: rows, a calendar, nothing else.

Nothing of the application is used: no model, no query, no rule of it. `phonenumbers` is here
because it is the judge of what a valid number is. The words are those of the followups' docs.
"""

import csv
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import ceil
from pathlib import Path
from xml.etree import ElementTree

import phonenumbers

# dialect → (encoding, delimiter, files of customers, sales, repair orders)
FILES = {
    "1c-ru": ("cp1251", ";", ("Контрагенты", "Продажи", "ЗаказНаряды")),
    "zh": ("gb18030", ",", ("客户", "销售", "维修工单")),
    "en": ("utf-8-sig", ",", ("customers", "sales", "repair_orders")),
}
SHEETS = ("Контрагенты", "Продажи", "Заказ-наряды")
COUNTRY = {"1c-ru": "RU", "xlsx-ru": "RU", "zh": "CN", "en": "RU"}
YES = {"Да", "Yes", "是"}
PERSON = {"Физ. лицо", "Person", "个人"}
NEW = {"Новый", "New", "新车"}
MAINTENANCE = {"ТО", "Maintenance", "保养"}
WASH = {"Мойка", "Wash", "洗车"}
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
INTERVAL_MONTHS, INTERVAL_KM = 12, 15_000
ABSENCE_MONTHS = 13


@dataclass(eq=False)
class Person:
    """One human being or company, of one card or of several that are certainly the same."""

    name: str
    is_person: bool
    born: date | None
    phones: set[str] = field(default_factory=set)
    may_call: bool = True
    may_advertise: bool = True

    def may_be_called(self, purpose: str) -> bool:
        agreed = self.may_advertise if purpose == "advertising" else self.may_call
        return agreed and any(map(_is_valid, self.phones))


@dataclass(eq=False)
class Sale:
    contract: str
    on: date
    buyer: Person
    vin: str
    is_new: bool
    ends: dict[str, date | None]
    referrer: Person | None


@dataclass(eq=False)
class Visit:
    number: str
    opened: datetime
    closed: date | None
    bringer: Person
    vin: str
    km: int | None
    kind: str


@dataclass
class Export:
    people: list[Person]
    sales: list[Sale]
    visits: list[Visit]

    def __post_init__(self) -> None:
        self.sales_of, self.visits_of = defaultdict(list), defaultdict(list)
        for sale in sorted(self.sales, key=lambda sale: (sale.on, sale.contract)):
            self.sales_of[sale.vin].append(sale)
        for visit in sorted(self.visits, key=lambda visit: (visit.opened, visit.number)):
            self.visits_of[visit.vin].append(visit)

    def owner(self, vin: str, day: date) -> Person | None:
        """The last buyer; without a sale yet, who brought the car first, from that day."""
        bought = [sale.buyer for sale in self.sales_of[vin] if sale.on <= day]
        if bought:
            return bought[-1]
        first = next(iter(self.visits_of[vin]), None)
        return first.bringer if first and first.opened.date() <= day else None

    def cars(self) -> set[str]:
        return self.sales_of.keys() | self.visits_of.keys()


# --- Reading -------------------------------------------------------------------------------------


def read(folder: Path) -> Export:
    """The three tables of a dialect's folder; rows of customers that are not there are left out."""
    customers, sales, visits = (
        _workbook(next(folder.glob("*.xlsx"))) if folder.name not in FILES else _texts(folder)
    )
    people = _people(customers, COUNTRY[folder.name])
    return Export(
        list(dict.fromkeys(people.values())),
        [_sale(row, people) for row in sales if row[2] in people],
        [_visit(row, people) for row in visits if row[4] in people],
    )


def _texts(folder: Path) -> list[list[list[str]]]:
    encoding, delimiter, names = FILES[folder.name]
    tables = []
    for name in names:
        with (folder / f"{name}.csv").open(encoding=encoding, newline="") as file:
            _header, *rows = csv.reader(file, delimiter=delimiter)
        tables.append([[cell.strip() for cell in row] for row in rows])
    return tables


def _workbook(path: Path) -> list[list[list[str]]]:
    """The sheets as the archive holds them: header in row 4, a row of totals at the end."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - our own file
        names = [sheet.get("name") for sheet in book.iter(f"{space}sheet")]
        tables = []
        for wanted in SHEETS:
            sheet = archive.read(f"xl/worksheets/sheet{names.index(wanted) + 1}.xml")
            rows = [
                ["".join(cell.itertext()).strip() for cell in row.iter(f"{space}c")]
                for row in ElementTree.fromstring(sheet).iter(f"{space}row")  # noqa: S314
            ]
            header, *rest = rows[3:]
            filled = [row + [""] * (len(header) - len(row)) for row in rest if row]
            tables.append([row for row in filled if "Итого" not in row[0]])
    return tables


def _people(rows: list[list[str]], country: str) -> dict[str, Person]:
    """By code. Cards with one name, one birth date and a phone in common are one person."""
    people: dict[str, Person] = {}
    known: dict[tuple, Person] = {}
    for code, kind, name, phones, _mail, born, _city, calls, advertising, _channel in rows:
        person = Person(
            " ".join(name.split()).casefold(), kind in PERSON, _day(born), _phones(phones, country),
            calls in YES, advertising in YES,
        )  # fmt: skip
        keys = [(person.name, person.born, phone) for phone in person.phones if person.born]
        same = next((known[key] for key in keys if key in known), None)
        if same:  # the stricter consent wins
            same.phones |= person.phones
            same.may_call &= person.may_call
            same.may_advertise &= person.may_advertise
        people[code] = same or person
        known |= dict.fromkeys(keys, people[code])
    return people


def _sale(row: list[str], people: dict[str, Person]) -> Sale:
    ends = dict(zip(("insurance", "loan", "warranty"), map(_day, row[16:19]), strict=True))
    return Sale(
        row[0], _day(row[1]), people[row[2]], _vin(row[3]), row[8] in NEW, ends,
        people.get(row[14]),
    )  # fmt: skip


def _visit(row: list[str], people: dict[str, Person]) -> Visit:
    km = int(re.sub(r"\D", "", row[9])) if row[9] else None
    closed = _moment(row[3])
    return Visit(
        row[0], _moment(row[1]), closed and closed.date(), people[row[4]], _vin(row[5]), km, row[10]
    )


def _vin(text: str) -> str:
    return text.upper().translate(LOOK_ALIKES)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if numbers[0] < 32:
        numbers[0], numbers[2] = numbers[2], numbers[0]
    return datetime(*numbers)  # noqa: DTZ001 - local time, as the files write it


def _day(text: str) -> date | None:
    moment = _moment(text)
    return moment.date() if moment else None


def _phones(cell: str, country: str) -> set[str]:
    numbers = (
        phonenumbers.parse(part, country) for part in re.split("[,/;]", cell) if part.strip()
    )
    return {phonenumbers.format_number(number, 0) for number in numbers}


@cache
def _is_valid(phone: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(phone))


# --- What is due on a day ------------------------------------------------------------------------


def due(export: Export, day: date) -> dict[str, set]:
    """Occasions by rule whose window holds the day: each once, whatever day it is planned on."""
    return {
        "car_delivered+3": _delivered(export, day, 3, 7),
        "car_delivered+30": _delivered(export, day, 30, 14),
        "visit_closed+3": {
            visit
            for visit in export.visits
            if visit.closed
            and visit.kind not in WASH
            and 3 <= (day - visit.closed).days <= 15
            and visit.bringer.may_be_called("satisfaction")
        },
        "maintenance_due-21": _maintenance(export, day),
        "warranty_ending-60": _ending(export, day, "warranty", 60, "service"),
        "insurance_ending-30": _ending(export, day, "insurance", 30, "advertising"),
        "loan_ending-90": _ending(export, day, "loan", 90, "advertising"),
        "birthday+0": {
            (person, on)
            for person in export.people
            for on in [_birthday(person, day)]
            if on and person.may_be_called("advertising")
        },
        "long_absence+0": _absent(export, day),
        "reply_received+0": set(),
        "low_answer+0": set(),
        "complaint_closed+3": set(),
        "referral_thanks+1": {
            sale
            for sale in export.sales
            if sale.referrer
            and sale.referrer is not sale.buyer
            and 1 <= (day - sale.on).days < 15
            and sale.referrer.may_be_called("satisfaction")
        },
    }


def _delivered(export: Export, day: date, after: int, days: int) -> set:
    return {
        sale
        for sale in export.sales
        if after <= (day - sale.on).days < after + days
        and export.owner(sale.vin, day) is sale.buyer
        and sale.buyer.may_be_called("satisfaction")
    }


def _ending(export: Export, day: date, kind: str, ahead: int, purpose: str) -> set:
    """The last end of its kind on the car, where the one who agreed to it has the car still."""
    found = set()
    for vin, sales in export.sales_of.items():
        agreed = [sale for sale in sales if sale.ends[kind]]
        if not agreed:
            continue
        last = max(agreed, key=lambda sale: sale.ends[kind])
        if (
            0 <= (last.ends[kind] - day).days <= ahead
            and export.owner(vin, day) is last.buyer
            and last.buyer.may_be_called(purpose)
        ):
            found.add((vin, last, last.ends[kind]))
    return found


def _birthday(person: Person, day: date) -> date | None:
    """The birthday of these four days; 29 February is kept on the 28th where there is none."""
    if not person.is_person or not person.born:
        return None
    for back in range(4):
        on = day - timedelta(days=back)
        is_common = (on.month, on.day) == (2, 28) and (on + timedelta(days=1)).month == 3
        days = {(on.month, on.day)} | ({(2, 29)} if is_common else set())
        if (person.born.month, person.born.day) in days and person.born < on:
            return on
    return None


def _absent(export: Export, day: date) -> set:
    seen: dict[Person, date] = {}
    for person, on in [
        *((sale.buyer, sale.on) for sale in export.sales),
        *((visit.bringer, visit.closed) for visit in export.visits if visit.closed),
    ]:
        if on <= day:
            seen[person] = max(on, seen.get(person, on))
    owners = {export.owner(vin, day) for vin in export.cars()}
    return {
        (person, on)
        for person, on in seen.items()
        if 0 <= (day - _later(on, ABSENCE_MONTHS)).days < 60
        and person in owners
        and person.may_be_called("advertising")
    }


def _maintenance(export: Export, day: date) -> set:
    """A year or 15,000 km after the last maintenance (or the delivery), the earlier of them."""
    found = set()
    for vin in export.cars():
        owner = export.owner(vin, day)
        since = _interval_of(export, vin, day)
        if owner is None or since is None or not owner.may_be_called("service"):
            continue
        on, km = since
        by_km = _reaches(export, vin, day, None if km is None else km + INTERVAL_KM)
        due_on = min(filter(None, [_later(on, INTERVAL_MONTHS), by_km]))
        if -21 <= (day - due_on).days <= 23:
            found.add((vin, on))
    return found


def _interval_of(export: Export, vin: str, day: date) -> tuple[date, int | None] | None:
    """Day and kilometres from which the interval runs; of two on one day the one that knows km."""
    begins = [(sale.on, 0 if sale.is_new else None) for sale in export.sales_of[vin]]
    begins += [
        (visit.closed, visit.km)
        for visit in export.visits_of[vin]
        if visit.kind in MAINTENANCE and visit.closed
    ]
    readings = dict(_readings(export, vin, day))
    begins = [(on, readings.get(on) if km is None else km) for on, km in begins if on <= day]
    return max(begins, key=lambda one: (one[0], -1 if one[1] is None else one[1]), default=None)


def _readings(export: Export, vin: str, day: date) -> list[tuple[date, int]]:
    """The highest of each day, in order."""
    highest: dict[date, int] = {}
    for visit in export.visits_of[vin]:
        on = visit.opened.date()
        if visit.km is not None and on <= day:
            highest[on] = max(visit.km, highest.get(on, 0))
    return sorted(highest.items())


def _reaches(export: Export, vin: str, day: date, goal: int | None) -> date | None:
    """The day the odometer reaches the goal at the pace of the car's last three years."""
    rising: list[tuple[date, int]] = []
    readings = _readings(export, vin, day)
    for on, km in readings:
        if on >= _later(readings[-1][0], -36) and (not rising or km >= rising[-1][1]):
            rising.append((on, km))
    if goal is None or not rising or (rising[-1][0] - rising[0][0]).days < 30:
        return None
    days, driven = (rising[-1][0] - rising[0][0]).days, rising[-1][1] - rising[0][1]
    if not 0 < Decimal(driven) / days <= 1500:
        return None
    pace = max((Decimal(driven) / days).quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal("0.01"))
    ahead = min(max(ceil((goal - rising[-1][1]) / pace), 0), 3650)
    return rising[-1][0] + timedelta(days=ahead)


def _later(day: date, months: int) -> date:
    """Calendar months later, at the latest on the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)

"""One row of a table: its cells in the order of the fields in, values for the staging table out.

Every row is read by itself alone: nothing of the row before may show in it.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from customers import phones
from customers.rules import (
    address,
    email_key,
    fold_space,
    is_valid_email,
    plate_key,
    search_text,
    sort_text,
    split_name,
    vin_key,
    vin_warning,
)
from exchange.rules import values
from exchange.rules.fields import TABLES
from exchange.rules.values import BadValueError, Notation

MOST_KILOMETRES = 5_000_000
# between the contact points of a row, and between the parts of one; never in a folded text
POINT_END, PART_END = "\x1e", "\x1f"


@dataclass(frozen=True)
class Warned:
    field: str
    value: str
    problem: str


class RefusedRowError(Exception):
    """The row cannot be taken: field (code), value as given, problem (code)."""

    def __init__(self, field: str, value: str, problem: str) -> None:
        self.field, self.value, self.problem = field, value, problem
        super().__init__(problem)


@dataclass
class Reading:
    """How the rows of one file are read; collects the warnings of the row at hand."""

    table: str
    country: str
    language: str
    area_code: str = ""
    notation: Notation = field(default_factory=Notation)
    warnings: list[Warned] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fields = TABLES[self.table]
        self._limits = [
            (position, column.is_required, column.most)
            for position, column in enumerate(self._fields)
            if column.is_required or column.most
        ]
        self._read = _READERS[self.table]

    def row(self, cells: Sequence[str]) -> tuple[Any, ...]:
        """Values of a row in the order of its staging table: digest (hex), filled cells, ….

        cells  one text for each field of the table, "" where the file has no such column
        Raises RefusedRowError; `warnings` holds those of this row.
        """
        self.warnings = []
        folded = [fold_space(cell) for cell in cells]
        for position, is_required, most in self._limits:
            text = folded[position]
            if is_required and not text:
                raise RefusedRowError(self._fields[position].code, cells[position], "required")
            if most and len(text) > most:
                raise RefusedRowError(self._fields[position].code, cells[position], "too_long")
        filled = len(folded) - folded.count("")
        return (_md5("\x1f".join(folded)), filled, *self._read(self, folded))

    def take(self, position: int, text: str, convert: Callable[..., Any], **options: Any) -> Any:
        """Convert a cell; a value that cannot be read refuses the row and names its column."""
        try:
            return convert(text, **options)
        except BadValueError as error:
            raise RefusedRowError(self._fields[position].code, text, error.problem) from error

    def required(
        self, position: int, text: str, convert: Callable[..., Any], **options: Any
    ) -> Any:
        """As take(), for a column whose cell must say something."""
        value = self.take(position, text, convert, **options)
        if value is None or value == "":
            raise RefusedRowError(self._fields[position].code, text, "required")
        return value

    def warn(self, field: str, value: str, problem: str) -> None:
        self.warnings.append(Warned(field, value, problem))


def _md5(text: str) -> str:
    """As a column of type uuid takes it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


# --- Customers ---------------------------------------------------------------------------------


def _customer(reading: Reading, cells: list[str]) -> tuple[Any, ...]:
    code, kind, name, phone_cell, email, birth, city, calls, marketing, channel = cells
    kind = reading.take(1, kind, values.to_code, words=values.CUSTOMER_KINDS) or "person"
    birth_date = reading.take(5, birth, values.to_date, notation=reading.notation)
    may_call = reading.take(7, calls, values.to_bool)
    may_advertise = reading.take(8, marketing, values.to_bool)
    points = _phone_points(reading, phone_cell) + _email_points(reading, email)
    return (
        code,
        kind,
        name,
        *_name_columns(reading, kind, name),
        birth_date,
        city,
        _channel(reading, channel),
        may_call,
        may_advertise,
        POINT_END.join(points),
    )


def _name_columns(reading: Reading, kind: str, name: str) -> tuple[str, ...]:
    """Family, given, patronymic, gender, form of address, text to search and text to sort by."""
    if kind == "company":
        return ("", "", "", "", name[:100], search_text(name), sort_text(name))
    person = split_name(name)
    spoken = address(
        language=reading.language,
        full_name=name,
        family=person.family,
        given=person.given,
        patronymic=person.patronymic,
        gender=person.gender,
    )
    return (
        person.family[:100],
        person.given[:100],
        person.patronymic[:100],
        person.gender,
        spoken[:100],
        search_text(name),
        sort_text(name),
    )


def _phone_points(reading: Reading, cell: str) -> list[str]:
    if not cell:
        return []
    found = phones.normalise_all(cell, country=reading.country, area_code=reading.area_code)
    if not found:
        reading.warn("phones", cell, "unreadable_phone")
    for phone in found:
        if not phone.is_valid:
            reading.warn("phones", phone.as_given, "invalid_phone")
    return [_point("phone", phone.value, phone.as_given, phone.is_valid) for phone in found]


def _email_points(reading: Reading, cell: str) -> list[str]:
    if not cell:
        return []
    points = []
    for part in cell.replace(",", " ").replace(";", " ").split():
        email = email_key(part)
        is_valid = is_valid_email(email)
        if not is_valid:
            reading.warn("email", part, "invalid_email")
        points.append(_point("email", email, part, is_valid))
    return points


def _point(kind: str, value: str, as_given: str, is_valid: bool) -> str:
    return PART_END.join((kind, value[:254], as_given[:254], "t" if is_valid else "f"))


def _channel(reading: Reading, cell: str) -> str:
    try:
        return values.to_code(cell, values.CHANNELS)
    except BadValueError:
        reading.warn("channel", cell, "unknown_channel")
        return ""


# --- Sales and repair orders -------------------------------------------------------------------


def _car(reading: Reading, vin: str, plate: str, make: str, model: str) -> tuple[str, ...]:
    key = vin_key(vin)
    if not key:
        raise RefusedRowError("vin", vin, "required")
    problem = vin_warning(key)
    if problem:
        reading.warn("vin", vin, problem)
    return (key[:30], plate.upper()[:20], plate_key(plate), make, model)


def _sale(reading: Reading, cells: list[str]) -> tuple[Any, ...]:
    contract, delivered, customer, vin, plate, make, model, year, condition = cells[:9]
    price, accessories, finance, salesperson, source, referrer, trade_in = cells[9:16]
    notation = reading.notation
    amounts = (
        reading.required(9, price, _amount, notation=notation),
        reading.take(10, accessories, _amount, notation=notation) or 0,
        reading.take(11, finance, _amount, notation=notation) or 0,
    )
    ends = [
        reading.take(position, cells[position], values.to_date, notation=notation)
        for position in (16, 17, 18)
    ]
    return (
        contract,
        reading.required(1, delivered, values.to_date, notation=notation),
        customer,
        *_car(reading, vin, plate, make, model),
        reading.take(7, year, values.to_whole, most=values.LAST_YEAR, notation=notation),
        reading.take(8, condition, values.to_code, words=values.CONDITIONS) or "new",
        *amounts,
        salesperson,
        _source(source),
        referrer,
        reading.take(15, trade_in, values.to_bool) or False,
        *ends,
    )


def _amount(text: str, *, notation: Notation) -> Any:
    """Money that cannot be negative (a sale's)."""
    amount = values.to_money(text, notation)
    if amount is not None and amount < 0:
        raise BadValueError("number_out_of_range")
    return amount


def _repair_order(reading: Reading, cells: list[str]) -> tuple[Any, ...]:
    number, opened, promised, closed, customer, vin, plate, make, model, km, kind = cells[:11]
    notation = reading.notation
    opened_at = reading.required(1, opened, values.to_datetime, notation=notation)
    closed_at = reading.take(3, closed, values.to_datetime, notation=notation)
    if closed_at is not None and closed_at < opened_at:
        raise RefusedRowError("closed_at", closed, "closed_before_opened")
    labour, parts, body = [
        reading.take(position, cells[position], values.to_money, notation=notation) or 0
        for position in (11, 12, 13)
    ]
    return (
        number,
        opened_at,
        reading.take(2, promised, values.to_datetime, notation=notation),
        closed_at,
        customer,
        *_car(reading, vin, plate, make, model),
        reading.take(9, km, values.to_whole, most=MOST_KILOMETRES, notation=notation),
        reading.required(10, kind, values.to_code, words=values.ORDER_KINDS),
        labour,
        parts,
        body,
        cells[14],
        reading.take(15, cells[15], values.to_bool) or False,
        cells[16],
    )


# --- Showroom traffic and marketing ------------------------------------------------------------


def _traffic(reading: Reading, cells: list[str]) -> tuple[Any, ...]:
    at, kind, source, name, phone_cell, email, interest, salesperson = cells
    moment = reading.required(0, at, values.to_datetime, notation=reading.notation)
    kind = reading.required(1, kind, values.to_code, words=values.TRAFFIC_KINDS)
    found = phones.normalise_all(phone_cell, country=reading.country, area_code=reading.area_code)
    if phone_cell and not found:
        reading.warn("phone", phone_cell, "unreadable_phone")
    for phone in found:
        if not phone.is_valid:
            reading.warn("phone", phone.as_given, "invalid_phone")
    value = found[0].value if found else ""
    # traffic rows have no number: (time, type, seller, phone or the text of the row)
    known_by = value or "\x1f".join(cells)
    identity = _md5(f"{moment}\x1f{kind}\x1f{salesperson}\x1f{known_by}")
    return (
        identity, moment, kind, _source(source), name, phone_cell, value[:20],
        email_key(email)[:254], interest, salesperson,
    )  # fmt: skip


def _marketing(reading: Reading, cells: list[str]) -> tuple[Any, ...]:
    month, source, amount = cells
    return (
        reading.required(0, month, values.to_month, notation=reading.notation),
        _source(source),
        reading.required(2, amount, values.to_money, notation=reading.notation),
    )


def _source(text: str) -> str:
    """Code of a standard lead source, or the name as given: a dealer may have more."""
    try:
        return values.to_code(text, values.LEAD_SOURCES)
    except BadValueError:
        return text


_READERS: dict[str, Callable[[Reading, list[str]], tuple[Any, ...]]] = {
    "customers": _customer,
    "sales": _sale,
    "repair_orders": _repair_order,
    "traffic": _traffic,
    "marketing": _marketing,
}

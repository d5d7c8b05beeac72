"""A row of customers: name, phones, e-mails, consents."""

from typing import Any

from customers.rules import (
    address,
    email_key,
    is_valid_email,
    search_text,
    sort_text,
    split_name,
)
from exchange.rules import values
from exchange.rules.row_reader import RowReader
from exchange.rules.values import BadValueError

# between the contact points of a row, and between the parts of one; never in a folded text
POINT_END, PART_END = "\x1e", "\x1f"


def read_customer(reader: RowReader, cells: list[str]) -> tuple[Any, ...]:
    """A customer with name parts, contact points in one text, and what they allowed."""
    code, kind, name, phone_cell, email, birth, city, calls, marketing, channel = cells
    kind = reader.take(1, kind, values.to_code, words=values.CUSTOMER_KINDS) or "person"
    birth_date = reader.take(5, birth, values.to_date, notation=reader.notation)
    may_call = reader.take(7, calls, values.to_bool)
    may_advertise = reader.take(8, marketing, values.to_bool)
    points = _phone_points(reader, phone_cell) + _email_points(reader, email)
    return (
        code,
        kind,
        name,
        *_name_columns(reader, kind, name),
        birth_date,
        city,
        _channel(reader, channel),
        may_call,
        may_advertise,
        POINT_END.join(points),
    )


def _name_columns(reader: RowReader, kind: str, name: str) -> tuple[str, ...]:
    """Family, given, patronymic, gender, form of address, text to search and text to sort by."""
    if kind == "company":
        return ("", "", "", "", name[:100], search_text(name), sort_text(name))
    person = split_name(name)
    spoken = address(
        language=reader.language,
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


def _phone_points(reader: RowReader, cell: str) -> list[str]:
    return [
        _point("phone", phone.value, phone.as_given, phone.is_valid)
        for phone in reader.phones("phones", cell)
    ]


def _email_points(reader: RowReader, cell: str) -> list[str]:
    if not cell:
        return []
    points = []
    for part in cell.replace(",", " ").replace(";", " ").split():
        email = email_key(part)
        is_valid = is_valid_email(email)
        if not is_valid:
            reader.warn("email", part, "invalid_email")
        points.append(_point("email", email, part, is_valid))
    return points


def _point(kind: str, value: str, as_given: str, is_valid: bool) -> str:
    return PART_END.join((kind, value[:254], as_given[:254], "t" if is_valid else "f"))


def _channel(reader: RowReader, cell: str) -> str:
    try:
        return values.to_code(cell, values.CHANNELS)
    except BadValueError:
        reader.warn("channel", cell, "unknown_channel")
        return ""

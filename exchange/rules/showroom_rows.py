"""A row about the showroom: traffic, marketing spend."""

from typing import TYPE_CHECKING, Any

from customers import phones
from customers.rules import email_key
from exchange.rules import values
from exchange.rules.digests import digest_of

if TYPE_CHECKING:
    from exchange.rules.rows import Reading


def read_traffic(reading: "Reading", cells: list[str]) -> tuple[Any, ...]:
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
    identity = digest_of(f"{moment}\x1f{kind}\x1f{salesperson}\x1f{known_by}")
    return (
        identity, moment, kind, values.to_lead_source(source), name, phone_cell, value[:20],
        email_key(email)[:254], interest, salesperson,
    )  # fmt: skip


def read_marketing(reading: "Reading", cells: list[str]) -> tuple[Any, ...]:
    month, source, amount = cells
    return (
        reading.required(0, month, values.to_month, notation=reading.notation),
        values.to_lead_source(source),
        reading.required(2, amount, values.to_money, notation=reading.notation),
    )

"""A row about the showroom: traffic, marketing spend."""

from typing import Any

from customers.rules import email_key
from exchange.rules import values
from exchange.rules.digests import digest_of
from exchange.rules.row_reader import RowReader


def read_traffic(reader: RowReader, cells: list[str]) -> tuple[Any, ...]:
    """A visit or call of the showroom, known again by what it says."""
    at, kind, source, name, phone_cell, email, interest, salesperson = cells
    moment = reader.required(0, at, values.to_datetime, notation=reader.notation)
    kind = reader.required(1, kind, values.to_code, words=values.TRAFFIC_KINDS)
    found = reader.phones("phone", phone_cell)
    value = found[0].value if found else ""
    # traffic rows have no number: (time, type, seller, phone or the text of the row)
    known_by = value or "\x1f".join(cells)
    identity = digest_of(f"{moment}\x1f{kind}\x1f{salesperson}\x1f{known_by}")
    return (
        identity, moment, kind, values.to_lead_source(source), name, phone_cell, value[:20],
        email_key(email)[:254], interest, salesperson,
    )  # fmt: skip


def read_marketing(reader: RowReader, cells: list[str]) -> tuple[Any, ...]:
    """What one source cost in one month."""
    month, source, amount = cells
    return (
        reader.required(0, month, values.to_month, notation=reader.notation),
        values.to_lead_source(source),
        reader.required(2, amount, values.to_money, notation=reader.notation),
    )

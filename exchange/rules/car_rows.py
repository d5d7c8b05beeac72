"""A row about a car: a sale, a repair order."""

from typing import Any

from customers.rules import plate_key, vin_key, vin_warning
from exchange.rules import values
from exchange.rules.refusals import RefusedRowError
from exchange.rules.row_reader import RowReader
from exchange.rules.values import BadValueError, Notation

MOST_KILOMETRES = 5_000_000


def _car(reader: RowReader, vin: str, plate: str, make: str, model: str) -> tuple[str, ...]:
    key = vin_key(vin)
    if not key:
        raise RefusedRowError("vin", vin, "required")
    problem = vin_warning(key)
    if problem:
        reader.warn("vin", vin, problem)
    return (key[:30], plate.upper()[:20], plate_key(plate), make, model)


def read_sale(reader: RowReader, cells: list[str]) -> tuple[Any, ...]:
    """A sale: its car, amounts that are not negative, and the ends of its agreements."""
    contract, delivered, customer, vin, plate, make, model, year, condition = cells[:9]
    price, accessories, finance, salesperson, source, referrer, trade_in = cells[9:16]
    notation = reader.notation
    amounts = (
        reader.required(9, price, _amount, notation=notation),
        reader.take(10, accessories, _amount, notation=notation) or 0,
        reader.take(11, finance, _amount, notation=notation) or 0,
    )
    ends = [
        reader.take(position, cells[position], values.to_date, notation=notation)
        for position in (16, 17, 18)
    ]
    return (
        contract,
        reader.required(1, delivered, values.to_date, notation=notation),
        customer,
        *_car(reader, vin, plate, make, model),
        reader.take(7, year, values.to_whole, most=values.LAST_YEAR, notation=notation),
        reader.take(8, condition, values.to_code, words=values.CONDITIONS) or "new",
        *amounts,
        salesperson,
        values.to_lead_source(source),
        referrer,
        reader.take(15, trade_in, values.to_bool) or False,
        *ends,
    )


def _amount(text: str, *, notation: Notation) -> Any:
    """Money that cannot be negative (a sale's)."""
    amount = values.to_money(text, notation)
    if amount is not None and amount < 0:
        raise BadValueError("number_out_of_range")
    return amount


def read_repair_order(reader: RowReader, cells: list[str]) -> tuple[Any, ...]:
    """A visit of the workshop, closed or still open; credit notes may be negative."""
    number, opened, promised, closed, customer, vin, plate, make, model, km, kind = cells[:11]
    notation = reader.notation
    opened_at = reader.required(1, opened, values.to_datetime, notation=notation)
    closed_at = reader.take(3, closed, values.to_datetime, notation=notation)
    if closed_at is not None and closed_at < opened_at:
        raise RefusedRowError("closed_at", closed, "closed_before_opened")
    labour, parts, body = [
        reader.take(position, cells[position], values.to_money, notation=notation) or 0
        for position in (11, 12, 13)
    ]
    return (
        number,
        opened_at,
        reader.take(2, promised, values.to_datetime, notation=notation),
        closed_at,
        customer,
        *_car(reader, vin, plate, make, model),
        reader.take(9, km, values.to_whole, most=MOST_KILOMETRES, notation=notation),
        reader.required(10, kind, values.to_code, words=values.ORDER_KINDS),
        labour,
        parts,
        body,
        cells[14],
        reader.take(15, cells[15], values.to_bool) or False,
        cells[16],
    )

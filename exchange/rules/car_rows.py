"""A row about a car: a sale, a repair order."""

from typing import TYPE_CHECKING, Any

from customers.rules import plate_key, vin_key, vin_warning
from exchange.rules import values
from exchange.rules.refusals import RefusedRowError
from exchange.rules.values import BadValueError, Notation

if TYPE_CHECKING:
    from exchange.rules.rows import Reading


MOST_KILOMETRES = 5_000_000


def _car(reading: "Reading", vin: str, plate: str, make: str, model: str) -> tuple[str, ...]:
    key = vin_key(vin)
    if not key:
        raise RefusedRowError("vin", vin, "required")
    problem = vin_warning(key)
    if problem:
        reading.warn("vin", vin, problem)
    return (key[:30], plate.upper()[:20], plate_key(plate), make, model)


def read_sale(reading: "Reading", cells: list[str]) -> tuple[Any, ...]:
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
        values.to_lead_source(source),
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


def read_repair_order(reading: "Reading", cells: list[str]) -> tuple[Any, ...]:
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

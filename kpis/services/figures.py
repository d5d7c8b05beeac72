"""Figures of a selection, live: each KPI by one query, in the form every reader shares."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dealerships.models import Dealership
from kpis.definitions import DEFINITIONS
from kpis.definitions.kpi import Kpi, Shape
from kpis.queries import asking
from kpis.queries.counts import counts
from kpis.rules import Periods
from kpis.selection import Selection

Number = int | float
Value = list[Number] | Number | dict[str, Any] | None


def figure(kpi: Kpi, selection: Selection) -> Value:
    """A KPI's figure in its public form, computed now by one query.

    A pair is [numerator, denominator], a table {cell: number or pair}; counts are int, money is
    float with cents; None where nothing can be said of one kind of customer.
    """
    if selection.kind and not kpi.by_kind:
        return None
    sums = {
        cell: (_number(above), _number(below))
        for cell, (above, below) in asking.sums(kpi.relation, selection).items()
    }
    match kpi.shape:
        case Shape.PAIR:
            return list(sums.get("", (0, 0)))
        case Shape.NUMBER:
            return sums.get("", (0, 0))[0]
        case Shape.TABLE:
            return dict.fromkeys(kpi.cells, 0) | {cell: above for cell, (above, _) in sums.items()}
        case Shape.PAIRS:
            return {cell: [0, 0] for cell in kpi.cells} | {
                cell: list(pair) for cell, pair in sums.items()
            }


def all_figures(selection: Selection) -> dict[str, Value]:
    """{code: figure} of every KPI, live."""
    return {kpi.code: figure(kpi, selection) for kpi in DEFINITIONS}


def figures(*, dealerships: Sequence[Dealership], as_of: date, kind: str = "") -> dict[str, Any]:
    """Everything of a selection as of a day: the form of `kpis --json` and of the API.

    dealerships  counted as one
    kind         "" for all customers, else a Customer.Kind
    """
    selection = Selection(dealerships, as_of, kind)
    periods = Periods.of(as_of)
    return {
        "as_of": as_of.isoformat(),
        "window": [periods.window_start.isoformat(), as_of.isoformat()],
        **all_figures(selection),
        "counts": counts(selection),
    }


def _number(value: Decimal | int | None) -> Number:
    """Counts stay whole; money has a scale (the columns' cents), which survives the sum."""
    if value is None:
        return 0
    if isinstance(value, int) or value.as_tuple().exponent == 0:
        return int(value)
    return float(value)

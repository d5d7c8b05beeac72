"""A stored figure as a page shows it: the ratio made here, the change against a year ago, links."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kpis.definitions.kpi import Better, Kpi, Shape, Unit
from kpis.definitions.words import cell_label
from kpis.queries.asking import Side
from kpis.views.questions import Question


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One figure of one cell.

    value    a share of one, an amount or a count; None: no data
    change   percentage points for shares, percent for the rest; None: nothing to compare with
    """

    kpi: Kpi
    cell: str
    label: str
    numerator: float | int
    denominator: float | int | None
    value: float | None
    change: float | None
    numerator_url: str
    denominator_url: str = ""

    @property
    def is_share(self) -> bool:
        return self.kpi.unit is Unit.PERCENT

    @property
    def is_money(self) -> bool:
        return self.kpi.adds_money(Side.NUMERATOR, self.cell)

    @property
    def denominator_is_money(self) -> bool:
        return self.kpi.adds_money(Side.DENOMINATOR, self.cell)

    @property
    def has_direction(self) -> bool:
        return self.kpi.better is not Better.NEITHER

    @property
    def more_is_better(self) -> bool:
        return self.kpi.better is not Better.LOWER


def row_url(question: Question, slug: str, kpi: Kpi, side: Side, cell: str = "") -> str:
    """The list behind one side of a figure."""
    own = {"cell": cell, "side": side} if cell else {"side": side}
    return f"{reverse('kpis:row_list', args=[slug, kpi.code])}?{question.query(**own)}"


def show(
    kpi: Kpi, value: Any, before: Any, question: Question, slug: str, cell: str = ""
) -> Shown | None:
    """A figure (or one cell of a table) beside the one of a year ago; None: nothing can be said."""
    if cell:
        value = (value or {}).get(cell, _nothing(kpi)) if value is not None else None
        before = (before or {}).get(cell, _nothing(kpi)) if before is not None else None
    if value is None:
        return None
    pair = value if isinstance(value, list) else [value, None]
    now, then = _ratio(kpi, value), _ratio(kpi, before)
    if kpi.shape is Shape.PAIRS and kpi.unit is Unit.COUNT:
        # growth carries its own comparison: [in the period, in the one before]
        now, then = pair[0], pair[1]
    links = [row_url(question, slug, kpi, side, cell) for side in kpi.sides]
    return Shown(
        kpi=kpi,
        cell=cell,
        label=cell_label(cell) if cell else str(kpi.label),
        numerator=pair[0],
        denominator=pair[1],
        value=now,
        change=_change(kpi, now, then),
        numerator_url=links[0],
        denominator_url=links[1] if len(links) > 1 else "",
    )


def show_cells(kpi: Kpi, value: Any, before: Any, question: Question, slug: str) -> list[Shown]:
    """Every cell of a table: the fixed ones in their order, others by size."""
    if value is None:
        return []
    cells = kpi.cells or tuple(sorted(value, key=lambda cell: _size(value[cell]), reverse=True))
    shown = (show(kpi, value, before, question, slug, cell) for cell in cells)
    return [each for each in shown if each]


def _nothing(kpi: Kpi) -> Any:
    return [0, 0] if kpi.shape is Shape.PAIRS else 0


def _size(value: Any) -> float:
    return float(value[-1] if isinstance(value, list) else value)


def _ratio(kpi: Kpi, value: Any) -> float | None:
    """A pair becomes a ratio only here; a denominator of 0 is no data."""
    if isinstance(value, list):
        return value[0] / value[1] if value[1] else None
    return value if value is None else float(value)


def _change(kpi: Kpi, now: float | None, then: float | None) -> float | None:
    if now is None or then is None:
        return None
    if kpi.unit is Unit.PERCENT:
        return (now - then) * 100
    return (now / then - 1) * 100 if then else None

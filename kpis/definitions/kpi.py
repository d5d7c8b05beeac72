"""What the registry says of each KPI."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from kpis.queries.asking import Side
from kpis.queries.facts import Relation


class Shape(StrEnum):
    """What a figure looks like: one or many, with a denominator or without."""

    PAIR = "pair"
    NUMBER = "number"
    TABLE = "table"
    PAIRS = "pairs"


class Unit(StrEnum):
    PERCENT = "percent"
    MONEY = "money"
    COUNT = "count"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One KPI.

    numerator, denominator   what the rows of each side are, in words
    cells                    the keys a table always has; others come from the data
    money                    the sides whose rows add money, where the unit does not say so
    money_cells              the cells this holds for; empty: all
    by_kind                  False: nothing can be said of one kind of customer alone
    """

    code: str
    version: int = 1
    label: Promise
    definition: Promise
    numerator: Promise
    denominator: Promise | None = None
    unit: Unit
    better: Better
    shape: Shape = Shape.PAIR
    cells: tuple[str, ...] = ()
    money: tuple[Side, ...] = ()
    money_cells: tuple[str, ...] = ()
    by_kind: bool = True
    relation: Relation

    @property
    def sides(self) -> tuple[Side, ...]:
        return (Side.NUMERATOR, Side.DENOMINATOR) if self.denominator else (Side.NUMERATOR,)

    @property
    def is_table(self) -> bool:
        return self.shape in (Shape.TABLE, Shape.PAIRS)

    def adds_money(self, side: Side, cell: str = "") -> bool:
        """Whether each row of this side adds an amount, not one."""
        sides = self.money or ((Side.NUMERATOR,) if self.unit is Unit.MONEY else ())
        return side in sides and (not self.money_cells or cell in self.money_cells)

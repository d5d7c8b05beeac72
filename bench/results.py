"""What a measurement says: ours, the limit, their ratio, the verdict. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class Unit(StrEnum):
    MILLISECONDS = "ms"
    SECONDS = "s"
    PER_SECOND = "/s"
    COUNT = ""


class Verdict(StrEnum):
    OK = "ok"
    BELOW = "below"
    SHOWN = "–"  # shown beside the others, no target
    ABSENT = "absent"  # what would be measured is not there


@dataclass(frozen=True)
class Target:
    """A bound of ours ÷ limit: `at_most` for times, `at_least` for rates; or of ours itself."""

    at_most: float | None = None
    at_least: float | None = None
    of_ours: bool = False

    def holds(self, value: float) -> bool:
        """Both bounds include themselves."""
        if self.at_most is not None and value > self.at_most:
            return False
        return self.at_least is None or value >= self.at_least

    def __str__(self) -> str:
        sign, bound = ("≤", self.at_most) if self.at_least is None else ("≥", self.at_least)
        return f"{sign} {bound:g}{'' if self.of_ours else '×'}"


@dataclass(frozen=True)
class Result:
    """One line of the table. `limit` None: the target is about ours alone."""

    name: str
    ours: float | None
    limit: float | None = None
    unit: Unit = Unit.MILLISECONDS
    target: Target | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours ÷ limit; None where either is missing."""
        if self.ours is None or not self.limit:
            return None
        return self.ours / self.limit

    @property
    def verdict(self) -> Verdict:
        """Whether the target is reached; a value that could not be had does not reach it."""
        if self.ours is None:
            return Verdict.ABSENT
        if self.target is None:
            return Verdict.SHOWN
        value = self.ours if self.target.of_ours else self.ratio
        return Verdict.OK if value is not None and self.target.holds(value) else Verdict.BELOW


def absent(name: str, why: str) -> Result:
    """The line of something that could not be measured."""
    return Result(name, None, note=why)


def exit_code(results: Iterable[Result]) -> int:
    """0 when every target is reached; a thing that is not there is not reached."""
    failing = (Verdict.BELOW, Verdict.ABSENT)
    return int(any(result.verdict in failing for result in results))


def alternating(runs: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure over `runs` rounds in which they take turns.

    Side by side in one run, because one configuration varies by half between runs.
    """
    values: list[list[float]] = [[] for _measure in measures]
    for _round in range(runs):
        for place, measure in enumerate(measures):
            values[place].append(measure())
    return [median(series) for series in values]


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile, `share` in (0, 1]."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


HEADINGS = ("what", "ours", "limit", "ratio", "target", "", "note")


def table(results: Iterable[Result]) -> str:
    """The results as aligned text, one line each."""
    rows = [HEADINGS, *(_cells(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    numeric = {1, 2, 3, 4}
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _cells(result: Result) -> tuple[str, ...]:
    ratio = result.ratio
    return (
        result.name,
        _amount(result.ours, result.unit),
        _amount(result.limit, result.unit),
        "" if ratio is None else f"{ratio:.2f}×",
        str(result.target or ""),
        result.verdict.value,
        result.note,
    )


def _amount(value: float | None, unit: Unit) -> str:
    if value is None:
        return ""
    digits = 0 if unit is Unit.COUNT or value >= 1000 else 1 if value >= 100 else 2
    return f"{value:,.{digits}f} {unit.value}".strip()

"""How far two reviewers agree beyond chance: Cohen's kappa. Plain counts in and out.

Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological
Measurement 20, 37-46. Names of the ranges: Landis and Koch (1977), Biometrics 33, 159-174.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 30
"""Below so many answers kappa says little; the pages say so."""
Z95 = 1.959964


class Strength(StrEnum):
    """What kappa is called, by Landis and Koch."""

    NONE = "none"
    SLIGHT = "slight"
    FAIR = "fair"
    MODERATE = "moderate"
    SUBSTANTIAL = "substantial"
    ALMOST_PERFECT = "almost_perfect"


# up to and including
UPPER_ENDS = (
    (0.0, Strength.NONE),
    (0.20, Strength.SLIGHT),
    (0.40, Strength.FAIR),
    (0.60, Strength.MODERATE),
    (0.80, Strength.SUBSTANTIAL),
)


@dataclass(frozen=True)
class Agreement:
    """n answers both gave, how many alike; kappa and half of its 95 % interval.

    kappa is None where nothing was answered by both, or where both always gave the same one
    answer: then chance alone explains everything.
    """

    n: int
    alike: int
    kappa: float | None
    half_interval: float | None

    @property
    def share(self) -> float | None:
        return self.alike / self.n if self.n else None

    @property
    def is_enough(self) -> bool:
        return self.n >= FEWEST

    @property
    def strength(self) -> Strength | None:
        return None if self.kappa is None else strength(self.kappa)


def agreement(counts: Mapping[tuple[str, str], int]) -> Agreement:
    """Of (answer of the first, answer of the second) → how often.

    kappa = (po - pe) / (1 - pe); po the share alike, pe the share alike by chance: the product of
    both reviewers' shares, summed over the answers. Standard error: √(po (1 - po) / (n (1 - pe)²)).
    """
    n = sum(counts.values())
    if not n:
        return Agreement(0, 0, None, None)
    alike = sum(times for (first, second), times in counts.items() if first == second)
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (first, second), times in counts.items():
        rows[first] += times
        columns[second] += times
    by_chance = sum(rows[answer] * columns[answer] for answer in rows)
    if by_chance == n * n:  # in whole numbers: no rounding decides
        return Agreement(n, alike, None, None)
    observed, expected = alike / n, by_chance / (n * n)
    kappa = (observed - expected) / (1 - expected)
    error = math.sqrt(observed * (1 - observed) / n) / (1 - expected)
    return Agreement(n, alike, kappa, Z95 * error)


def strength(kappa: float) -> Strength:
    """The range that kappa falls into; at or below 0 there is no agreement beyond chance."""
    return next((name for end, name in UPPER_ENDS if kappa <= end), Strength.ALMOST_PERFECT)

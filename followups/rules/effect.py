"""What a rule brings: called customers against its control group (N4). No ORM, no clock.

Shares: the difference by Newcombe's hybrid score interval (method 10 of R. G. Newcombe, "Interval
estimation for the difference between independent proportions", Statistics in Medicine 17, 1998)
on Wilson's interval of each share (E. B. Wilson, JASA 22, 1927). Means: B. L. Welch's interval
(Biometrika 34, 1947). How many are needed: the two-sided test of two shares with 80 % power
(J. L. Fleiss, "Statistical Methods for Rates and Proportions", 3.2, without continuity correction).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt
from statistics import NormalDist

LEVEL = 0.95
Z = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2)
POWER = 0.8
Z_OF_POWER = NormalDist().inv_cdf(POWER)
FEWEST = 20
"""Customers of each arm whose time is over, before anything is said."""
MOST_MONTHS = 36
"""What would take longer is not waited for."""


@dataclass(frozen=True)
class Difference:
    """Called minus control group, with its 95 % interval [low, high]."""

    value: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Chance alone would not do this: the interval does not hold 0."""
        return self.low > 0 or self.high < 0

    @property
    def margin(self) -> float:
        """The ± of a sentence: the longer way to an end of the interval."""
        return max(self.value - self.low, self.high - self.value)


@dataclass(frozen=True)
class Sample:
    """So many customers with the mean and the variance (of n − 1) of their money."""

    number: int
    mean: float
    variance: float


class Verdict(StrEnum):
    EMPTY = "empty"  # nobody was drawn
    EARLY = "early"  # too few whose time is over
    BRINGS = "brings"
    COSTS = "costs"  # the control group did better
    LATER = "later"  # not shown yet, in so many months
    MORE = "more"  # not with this share, but with the highest one in so many months
    UNSEEN = "unseen"  # the called do no better so far
    NEVER = "never"  # too small a difference for so few customers


def wilson(count: int, number: int) -> tuple[float, float]:
    """Wilson's score interval of the share count / number (number above 0)."""
    share, square = count / number, Z * Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    reach = Z / (1 + square / number)
    reach *= sqrt(share * (1 - share) / number + square / (4 * number * number))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def of_shares(called: tuple[int, int], control: tuple[int, int]) -> Difference:
    """The difference of two shares, each (count, number above 0)."""
    one, other = _shares(called, control)
    value = one - other
    one_low, one_high = wilson(*called)
    other_low, other_high = wilson(*control)
    return Difference(
        value,
        value - sqrt((one - one_low) ** 2 + (other_high - other) ** 2),
        value + sqrt((one_high - one) ** 2 + (other - other_low) ** 2),
    )


def of_means(called: Sample, control: Sample) -> Difference:
    """The difference of two means, each of two customers or more."""
    parts = called.variance / called.number, control.variance / control.number
    spread, value = sum(parts), called.mean - control.mean
    if not spread:
        return Difference(value, value, value)
    freedom = spread**2 / (
        parts[0] ** 2 / (called.number - 1) + parts[1] ** 2 / (control.number - 1)
    )
    reach = student(freedom) * sqrt(spread)
    return Difference(value, value - reach, value + reach)


def student(freedom: float) -> float:
    """The two-sided 95 % point of Student's t (Abramowitz & Stegun, 26.7.5).

    Right to 0.0005 from 10 degrees of freedom on; the arms have 19 or more.
    """
    z, z3, z5, z7 = Z, Z**3, Z**5, Z**7
    terms = (
        (z3 + z) / 4,
        (5 * z5 + 16 * z3 + 3 * z) / 96,
        (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384,
    )
    return z + sum(term / freedom ** (place + 1) for place, term in enumerate(terms))


def needed(*, called: float, control: float, share: float) -> float:
    """How many customers in both arms show a difference of these shares, infinite for none.

    share: of the control group, above 0 and below 1.
    """
    difference = called - control
    if not difference:
        return float("inf")
    apart = called * (1 - called) / (1 - share) + control * (1 - control) / share
    pooled = called * (1 - share) + control * share
    together = pooled * (1 - pooled) / (share * (1 - share))
    return (Z * sqrt(together) + Z_OF_POWER * sqrt(apart)) ** 2 / difference**2


@dataclass(frozen=True)
class Finding:
    """What can be said of a rule. months: how many more are needed (LATER, MORE)."""

    verdict: Verdict
    difference: Difference | None = None
    months: int = 0


def find(
    *, called: tuple[int, int], control: tuple[int, int], share: int, highest: int, monthly: float
) -> Finding:
    """Judge a rule by the shares (count, number) of its arms.

    share     per cent of the control group; highest: the largest that may be set
    monthly   customers who come into both arms in a month
    """
    if not called[1] and not control[1]:
        return Finding(Verdict.EMPTY)
    if min(called[1], control[1]) < FEWEST:
        return Finding(Verdict.EARLY)
    difference = of_shares(called, control)
    if difference.is_shown:
        return Finding(Verdict.BRINGS if difference.low > 0 else Verdict.COSTS, difference)
    if difference.value <= 0:
        return Finding(Verdict.UNSEEN, difference)
    one, other = _shares(called, control)
    for verdict, percent in ((Verdict.LATER, share), (Verdict.MORE, highest)):
        if not percent or not monthly:
            continue
        missing = needed(called=one, control=other, share=percent / 100)
        # a new share begins a count of its own
        missing -= called[1] + control[1] if verdict is Verdict.LATER else 0
        if missing <= monthly * MOST_MONTHS:
            return Finding(verdict, difference, max(1, ceil(missing / monthly)))
    return Finding(Verdict.NEVER, difference)


def _shares(called: tuple[int, int], control: tuple[int, int]) -> tuple[float, float]:
    return called[0] / called[1], control[0] / control[1]

"""Cohen's kappa: published examples, and a slow count over the single pairs of answers."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callreview.rules.agreement import Strength, agreement, strength

ANSWERS = ("yes", "no", "na")
PAIRS = st.lists(st.tuples(st.sampled_from(ANSWERS), st.sampled_from(ANSWERS)), max_size=60)


def table(*rows: tuple[int, ...]) -> dict[tuple[str, str], int]:
    return {
        (ANSWERS[first], ANSWERS[second]): times
        for first, row in enumerate(rows)
        for second, times in enumerate(row)
    }


def plain_kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Chance as the share of equal answers among all n² pairings of both people's answers."""
    n = len(pairs)
    if not n:
        return None
    alike = sum(first == second for first, second in pairs)
    chance = sum(first == second for first, _ in pairs for _, second in pairs)
    if chance == n * n:
        return None
    return (alike / n - chance / n**2) / (1 - chance / n**2)


@given(PAIRS)
def test_kappa_is_what_pairing_everything_with_everything_gives(pairs):
    found = agreement(Counter(pairs))

    expected = plain_kappa(pairs)
    assert found.n == len(pairs)
    assert found.alike == sum(first == second for first, second in pairs)
    assert found.kappa == (None if expected is None else pytest.approx(expected, abs=1e-12))


@given(PAIRS)
def test_it_does_not_matter_who_is_the_first(pairs):
    turned = [(second, first) for first, second in pairs]

    one, other = agreement(Counter(pairs)), agreement(Counter(turned))
    assert one.kappa == (None if other.kappa is None else pytest.approx(other.kappa, abs=1e-12))


@pytest.mark.parametrize(
    ("rows", "kappa"),
    [
        # Cohen (1960) in the form of Fleiss, Cohen and Everitt (1969): 200 patients, three classes
        (((88, 10, 2), (14, 40, 6), (18, 10, 12)), 0.4915),
        # the usual textbook tables of two classes
        (((20, 5), (10, 15)), 0.4),
        (((45, 15), (25, 15)), 0.1304),
        (((25, 35), (5, 35)), 0.2593),
    ],
)
def test_published_examples(rows, kappa):
    assert agreement(table(*rows)).kappa == pytest.approx(kappa, abs=5e-5)


def test_the_interval_is_that_of_the_formula():
    found = agreement(table((20, 5), (10, 15)))  # po 0.7, pe 0.5, n 50

    assert found.half_interval == pytest.approx(1.959964 * (0.7 * 0.3 / 50) ** 0.5 / 0.5)


def test_who_always_say_the_same_one_thing_have_no_kappa():
    found = agreement({("yes", "yes"): 40})

    assert (found.share, found.kappa, found.strength) == (1.0, None, None)


def test_without_answers_there_is_nothing_to_say():
    found = agreement({})

    assert (found.n, found.share, found.kappa, found.is_enough) == (0, None, None, False)


@pytest.mark.parametrize(
    ("kappa", "named"),
    [
        (-0.3, Strength.NONE), (0.0, Strength.NONE), (0.2, Strength.SLIGHT),
        (0.21, Strength.FAIR), (0.6, Strength.MODERATE), (0.61, Strength.SUBSTANTIAL),
        (0.81, Strength.ALMOST_PERFECT), (1.0, Strength.ALMOST_PERFECT),
    ],
)  # fmt: skip
def test_the_ranges_are_those_of_landis_and_koch(kappa, named):
    assert strength(kappa) is named

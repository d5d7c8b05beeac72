"""Ratios, verdicts, the table and the exit code of the bench."""

import pytest

from bench.results import (
    Result,
    Target,
    Unit,
    Verdict,
    absent,
    alternating,
    exit_code,
    percentile,
    table,
)


@pytest.mark.parametrize(
    ("ours", "limit", "target", "verdict"),
    [
        (10, 10, Target(at_most=1.5), Verdict.OK),
        (15, 10, Target(at_most=1.5), Verdict.OK),
        (15.1, 10, Target(at_most=1.5), Verdict.BELOW),
        (6, 10, Target(at_least=0.6), Verdict.OK),
        (5.9, 10, Target(at_least=0.6), Verdict.BELOW),
        (0, None, Target(at_most=0, of_ours=True), Verdict.OK),
        (1, None, Target(at_most=0, of_ours=True), Verdict.BELOW),
        (10, None, Target(at_most=1.5), Verdict.BELOW),
        (10, 0, Target(at_most=1.5), Verdict.BELOW),
        (10, 1, None, Verdict.SHOWN),
        (None, 1, Target(at_most=1.5), Verdict.ABSENT),
    ],
)
def test_a_result_holds_its_ratio_or_itself_against_the_target(ours, limit, target, verdict):
    assert Result("x", ours, limit, target=target).verdict == verdict


def test_what_is_shown_or_reached_ends_well():
    shown = Result("x", 1)
    reached = Result("x", 1, 1, target=Target(at_most=1))

    assert exit_code([shown, reached]) == 0


@pytest.mark.parametrize(
    "failing", [Result("x", 2, 1, target=Target(at_most=1)), absent("x", "no module")]
)
def test_one_target_missed_or_one_thing_absent_ends_badly(failing):
    assert exit_code([Result("x", 1), failing]) == 1


def test_measures_take_turns_and_give_their_medians():
    turns: list[str] = []
    values = {"a": iter([1, 9, 2]), "b": iter([5, 4, 6])}

    def measure(name):
        turns.append(name)
        return next(values[name])

    medians = alternating(3, lambda: measure("a"), lambda: measure("b"))

    assert medians == [2, 5]
    assert turns == ["a", "b"] * 3


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100)])
def test_a_percentile_is_the_nearest_rank(share, expected):
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_the_table_has_one_line_a_result_with_its_ratio_and_target():
    text = table(
        [
            Result("claim", 80, 100, Unit.PER_SECOND, Target(at_least=0.8), "beside D6"),
            Result("held twice", 0, None, Unit.COUNT, Target(at_most=0, of_ours=True)),
        ]
    )

    heading, claim, held = text.splitlines()
    assert heading.split() == ["what", "ours", "limit", "ratio", "target", "note"]
    assert claim.split() == ["claim", "80.00", "/s", "100.0", "/s", "0.80×", "≥", "0.8×", "ok",
                             "beside", "D6"]  # fmt: skip
    assert held.split() == ["held", "twice", "0", "≤", "0", "ok"]

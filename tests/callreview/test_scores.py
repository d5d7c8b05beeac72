"""The score of a review, beside a slow plain count."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from callreview.rules.scores import NO, NOT_APPLICABLE, YES, Answered, mean, score

ITEMS = st.builds(
    Answered,
    weight=st.integers(1, 100),
    answer=st.sampled_from([YES, NO, NOT_APPLICABLE]),
    fails_all=st.booleans(),
)


def plain_score(items: list[Answered]) -> tuple[Fraction | None, bool]:
    """Point by point: an item of weight w is w equal points, each kept or not."""
    for item in items:
        if item.fails_all and item.answer == NO:
            return Fraction(0), True
    points = [item.answer == YES for item in items for _ in range(item.weight)
              if item.answer != NOT_APPLICABLE]  # fmt: skip
    if not points:
        return None, False
    return Fraction(points.count(True) * 100, len(points)), False


@given(st.lists(ITEMS, max_size=12))
def test_the_score_is_what_counting_point_by_point_gives(items):
    found = score(items)

    exact, has_failed = plain_score(items)
    assert found.has_failed == has_failed
    if exact is None:
        assert found.value is None
    else:
        assert abs(Fraction(found.value) - exact) <= Fraction(1, 20)  # half of the last digit


def test_what_did_not_apply_weighs_nothing():
    kept, missed, not_asked = Answered(1, YES), Answered(3, NO), Answered(50, NOT_APPLICABLE)

    assert score([kept, missed, not_asked]).value == Decimal("25.0")


def test_a_failed_item_makes_the_score_nothing():
    found = score([Answered(99, YES), Answered(1, NO, fails_all=True)])

    assert (found.value, found.has_failed) == (Decimal("0.0"), True)


def test_a_failing_item_that_did_not_apply_fails_nothing():
    assert score([Answered(1, YES), Answered(1, NOT_APPLICABLE, fails_all=True)]).value == 100


def test_where_nothing_applied_there_is_no_score():
    assert score([Answered(5, NOT_APPLICABLE)]).value is None
    assert score([]).value is None


def test_the_mean_is_of_the_reviews_that_have_a_score():
    assert mean([Decimal("80.0"), None, Decimal("70.5")]) == Decimal("75.3")
    assert mean([None]) is None

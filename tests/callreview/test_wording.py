"""Agreement in words: always with its number of answers, never more sure than it may be."""

from django.utils import translation

from callreview import wording
from callreview.rules.agreement import agreement

ENOUGH = agreement({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})


def test_the_finding_is_a_sentence():
    assert wording.sentence(ENOUGH, "en") == (
        "In 70% of 50 answers the two reviewers agree."
        " Beyond chance: kappa 0.40 ± 0.25, fair agreement."
    )


def test_few_answers_are_not_given_a_kappa():
    few = agreement({("yes", "yes"): 5, ("no", "no"): 1})

    assert wording.kappa(few, "en") == "—"
    assert wording.strength(few) == "too few answers to rely on"
    assert wording.sentence(few, "en") == (
        "In 100% of 6 answers the two reviewers agree."
        " Fewer than 30 answers: wait for more before you rely on it."
    )


def test_who_always_say_the_same_are_told_so():
    same = agreement({("yes", "yes"): 40})

    assert wording.kappa(same, "en") == "—"
    assert "always gave the same answer" in wording.strength(same)
    assert wording.sentence(same, "en") == "In 100% of 40 answers the two reviewers agree."


def test_it_is_said_in_russian_and_chinese():
    with translation.override("ru"):
        assert "каппа 0,40 ± 0,25, слабое согласие" in wording.sentence(ENOUGH, "ru")
    with translation.override("zh-hans"):
        assert "kappa 为 0.40 ± 0.25" in wording.sentence(ENOUGH, "zh-hans")

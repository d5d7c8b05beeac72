"""Reviews in the services: two blind people, versions, corrections in the history."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from callreview.agreements import agreements
from callreview.models import Review, ReviewAnswer, ScorecardItem
from callreview.services import reviews, scorecards
from callreview.trends import standings, weeks_of
from tests.callreview.sampled import LAST_WEEK, answers_of, draft, make_card, sampled, submitted
from tests.factories import NOW, TODAY
from tests.followups.racing import in_processes

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(dealership):
    return make_card(dealership, {"weight": 1}, {"weight": 3}, {"weight": 1, "fails_all": True})


def test_the_score_of_a_call_is_the_mean_of_its_reviews(call, card, relations_manager, dealer_head):
    submitted(call, relations_manager, card, "yes", "no", "yes")
    submitted(call, dealer_head, card, "yes", "yes", "na")

    call.refresh_from_db()
    assert (call.reviews_done, call.score, call.has_failed) == (2, Decimal("70.0"), False)


def test_a_failed_item_marks_the_call(call, card, relations_manager):
    submitted(call, relations_manager, card, "yes", "yes", "no")

    call.refresh_from_db()
    assert (call.score, call.has_failed) == (0, True)


def test_a_third_reviewer_is_refused(call, card, relations_manager, dealer_head, sales_manager):
    draft(call, relations_manager, card, "yes", "no", "yes")
    draft(call, dealer_head, card, "yes", "no", "yes")

    with pytest.raises(reviews.EnoughReviews):
        draft(call, sales_manager, card, "yes", "no", "yes")


def test_a_discarded_draft_makes_room(call, card, relations_manager, dealer_head, sales_manager):
    first = draft(call, relations_manager, card, "yes", "no", "yes")
    draft(call, dealer_head, card, "yes", "no", "yes")

    for _ in range(2):  # a second click finds it gone
        reviews.discard(review=first)

    assert draft(call, sales_manager, card, "yes", "no", "yes").place == 1


def test_what_was_submitted_once_is_not_thrown_away(call, card, relations_manager):
    review = reviews.correct(review=submitted(call, relations_manager, card, "yes", "no", "yes"))

    with pytest.raises(reviews.AlreadySubmitted):
        reviews.discard(review=review)


def test_nobody_begins_a_review_of_their_own_call(call, card, operator):
    with pytest.raises(reviews.OwnCall):
        draft(call, operator, card, "yes", "no", "yes")


def test_the_second_review_goes_by_the_card_of_the_first(
    dealership, call, card, relations_manager, dealer_head
):
    draft(call, relations_manager, card, "yes", "no", "yes")
    other = make_card(dealership)

    with pytest.raises(reviews.OtherCard):
        draft(call, dealer_head, other, "yes", "no")


def test_a_draft_changes_its_card_while_it_is_alone(dealership, call, card, relations_manager):
    draft(call, relations_manager, card, "yes", "no", "yes")
    other = make_card(dealership)

    review = draft(call, relations_manager, other, "no", "")

    assert {answer.item.version_id for answer in review.answers.all()} == {other.pk}
    assert review.answers.count() == 1


def test_an_answer_is_taken_back_and_changed_in_a_draft(call, card, relations_manager):
    draft(call, relations_manager, card, "yes", "no", "yes")

    review = draft(call, relations_manager, card, "", "yes", "yes")

    said = {answer.item_id: answer.answer for answer in review.answers.all()}
    assert said == {pk: each for pk, each in answers_of(card, "", "yes", "yes").items() if each}


def test_a_submitted_review_is_not_written_over(call, card, relations_manager):
    submitted(call, relations_manager, card, "yes", "no", "yes")

    with pytest.raises(reviews.AlreadySubmitted):
        draft(call, relations_manager, card, "no", "no", "no")


def test_submitted_twice_it_counts_once(call, card, relations_manager):
    review = submitted(call, relations_manager, card, "yes", "no", "yes")

    reviews.submit(review=review, at=NOW)

    call.refresh_from_db()
    assert call.reviews_done == 1


def test_a_correction_is_in_the_history_and_the_agreement_is_of_the_blind_answers(
    dealership, call, card, relations_manager, dealer_head
):
    submitted(call, relations_manager, card, "yes", "no", "yes")
    seen = submitted(call, dealer_head, card, "no", "no", "yes")
    assert agreements(dealership, since=LAST_WEEK).overall.alike == 2

    reviews.correct(review=seen)
    submitted(call, dealer_head, card, "yes", "no", "yes")

    found = agreements(dealership, since=LAST_WEEK)
    assert (found.calls, found.overall.n, found.overall.alike) == (1, 3, 2)
    answer = ReviewAnswer.objects.get(review=seen, item__position=1)
    assert (answer.answer, answer.blind) == ("yes", "no")
    assert "no" in answer.events.values_list("answer", flat=True)
    assert seen.events.filter(submitted_at__isnull=False).exists()


def test_agreement_is_told_by_pair_and_by_item(
    dealership, operator, card, relations_manager, dealer_head
):
    for said in (("yes", "no", "yes"), ("no", "no", "yes"), ("yes", "yes", "yes")):
        call = sampled(dealership, operator)
        submitted(call, relations_manager, card, *said)
        submitted(call, dealer_head, card, "yes", "no", "yes")

    found = agreements(dealership, since=LAST_WEEK)

    assert (found.calls, found.overall.n, found.overall.alike) == (3, 9, 7)
    assert [(pair.found.n, pair.found.alike) for pair in found.pairs] == [(9, 7)]
    assert {pair.first for pair in found.pairs} | {pair.second for pair in found.pairs} == {
        relations_manager,
        dealer_head,
    }
    alike = {each.item.position: each.found.alike for each in found.items}
    assert alike == {1: 2, 2: 2, 3: 3}


def test_a_draft_and_a_single_review_agree_with_nobody(
    dealership, call, card, relations_manager, dealer_head
):
    submitted(call, relations_manager, card, "yes", "no", "yes")
    draft(call, dealer_head, card, "yes", "no", "yes")

    assert agreements(dealership, since=LAST_WEEK).overall.n == 0


def test_a_used_card_gets_a_new_version_and_old_reviews_keep_theirs(
    dealership, call, card, relations_manager
):
    review = submitted(call, relations_manager, card, "yes", "no", "yes")

    changed = scorecards.save_scorecard(
        dealership=dealership, scorecard=card.scorecard, call_type="", names={"en": "Harder"},
        items=[{"texts": {"en": "Only this"}, "helps": {}, "weight": 5, "fails_all": False}],
        by=relations_manager, at=NOW,
    )  # fmt: skip

    assert (changed.number, changed.items.count()) == (2, 1)
    review.refresh_from_db()
    assert review.version == card
    assert (review.score, card.items.count()) == (40, 3)
    assert scorecards.present_versions(dealership) == [changed]


def test_an_unused_card_is_changed_in_its_place(dealership, card, relations_manager):
    changed = scorecards.save_scorecard(
        dealership=dealership, scorecard=card.scorecard, call_type="", names={"en": "Same"},
        items=[{"texts": {"en": "Only this"}, "helps": {}, "weight": 5, "fails_all": False}],
        by=relations_manager, at=NOW,
    )  # fmt: skip

    assert (changed.pk, changed.number, changed.items.count()) == (card.pk, 1, 1)


@pytest.mark.parametrize("change", [{"weight": 9}, {"texts": {"en": "Other"}}])
def test_the_database_refuses_to_change_what_was_used(call, card, relations_manager, change):
    draft(call, relations_manager, card, "yes", "no", "yes")
    items = ScorecardItem.objects.filter(version=card)

    with pytest.raises(DatabaseError, match="stands as it is"), transaction.atomic():
        items.update(**change)
    with pytest.raises(DatabaseError, match="stands as it is"), transaction.atomic():
        items.filter(position=1)._raw_delete("default")


def test_the_fitting_card_is_that_of_the_call_type(dealership):
    versions = scorecards.present_versions(dealership)

    assert scorecards.fitting(versions, "incoming").scorecard.call_type == "incoming"
    assert scorecards.fitting(versions, "service").scorecard.call_type == ""
    assert scorecards.fitting([], "service") is None


def test_the_trend_is_of_the_calls_drawn_by_lot(dealership, operator, card, relations_manager):
    by_lot, picked = sampled(dealership, operator), sampled(dealership, operator)
    by_lot.reasons.update(why="random")
    submitted(by_lot, relations_manager, card, "yes", "yes", "yes")
    submitted(picked, relations_manager, card, "no", "no", "yes")

    weeks = weeks_of(operator, dealership, today=TODAY, viewer=relations_manager)
    standing = standings(dealership, today=TODAY, viewer=relations_manager)

    assert len(weeks) == 2  # that one and the present one
    last = weeks[0]
    assert (last.score, last.calls, last.picked_score, last.picked) == (100, 1, 20, 1)
    assert [(each.person, each.sampled, each.reviewed, each.score) for each in standing] == [
        (operator, 2, 2, 100)
    ]


# --- At once -----------------------------------------------------------------------------------


def _submit(review_pk: int) -> int:
    return reviews.submit(review=Review.objects.get(pk=review_pk), at=NOW).pk


@pytest.mark.django_db(transaction=True)
def test_two_who_submit_at_once_are_both_counted(
    dealership, operator, card, relations_manager, dealer_head
):
    for _ in range(4):
        call = sampled(dealership, operator)
        one = draft(call, relations_manager, card, "yes", "no", "yes")
        other = draft(call, dealer_head, card, "yes", "yes", "yes")

        in_processes(_submit, [(one.pk,), (other.pk,)])

        call.refresh_from_db()
        assert (call.reviews_done, call.score) == (2, Decimal("70.0"))


def _begin(call, reviewer, version) -> str:
    try:
        draft(call, reviewer, version, "yes", "no", "yes")
    except reviews.EnoughReviews:
        return "refused"
    return "begun"


@pytest.mark.django_db(transaction=True)
def test_of_three_who_begin_at_once_two_review(
    call, card, relations_manager, dealer_head, sales_manager
):
    people = (relations_manager, dealer_head, sales_manager)

    said = in_processes(_begin, [(call, person, card) for person in people])

    assert sorted(said) == ["begun", "begun", "refused"]
    assert sorted(call.reviews.values_list("place", flat=True)) == [1, 2]

"""Writing, submitting and correcting reviews. Every write to a Review happens here.

The row of the call is locked first: two who submit at once count both, one after the other.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from callreview.models import (
    MOST_REVIEWS,
    Opening,
    Review,
    ReviewAnswer,
    SampledCall,
    ScorecardItem,
    ScorecardVersion,
)
from callreview.querysets import SampledCallQuerySet
from callreview.rules.scores import Answered, mean, score
from dealerships.models import User


class OwnCall(Exception):
    """Nobody reviews their own calls."""


class EnoughReviews(Exception):
    """Two people have reviewed the call, or are doing it."""


class NoLongerBlind(Exception):
    """The person has read the review of the call; theirs would not be a second opinion."""


class AlreadySubmitted(Exception):
    """A submitted review is first taken back (correct), then changed."""


class OtherCard(Exception):
    """The call is reviewed by another scorecard: two reviews are comparable by one only."""


class NotAllAnswered(Exception):
    """Every item has an answer before a review is submitted; `items` are those that lack one."""

    def __init__(self, items: list[ScorecardItem]) -> None:
        super().__init__(len(items))
        self.items = items


@transaction.atomic
def save_draft(
    *,
    call: SampledCall,
    reviewer: User,
    version: ScorecardVersion,
    answers: Mapping[int, str],
    comment: str,
    at: datetime,
) -> Review:
    """Store what was answered so far: {number of the item: yes, no, na}, "" takes one back.

    Raises OwnCall, EnoughReviews, NoLongerBlind, AlreadySubmitted, OtherCard.
    """
    call = _locked(call)
    review = _own(call, reviewer) or _begin(call, reviewer, version, at)
    if review.submitted_at:
        raise AlreadySubmitted
    if review.version_id != version.pk:
        _change_card(call, review, version)
    if review.comment != comment:
        review.comment = comment
        review.save(update_fields=["comment"])
    _store(review, answers)
    return review


def _locked(call: SampledCall) -> SampledCall:
    return SampledCall.objects.select_for_update(of=("self",)).get(pk=call.pk)


def _own(call: SampledCall, reviewer: User) -> Review | None:
    return Review.objects.filter(call=call, reviewer=reviewer).first()


def _begin(call: SampledCall, reviewer: User, version: ScorecardVersion, at: datetime) -> Review:
    if call.person_id == reviewer.pk:
        raise OwnCall
    if call.openings.filter(user=reviewer).exists():
        raise NoLongerBlind
    others = list(call.reviews.all())
    if len(others) >= MOST_REVIEWS:
        raise EnoughReviews
    if any(each.version_id != version.pk for each in others):
        raise OtherCard
    # the card is being changed at this moment, or was: then the page shows the new one
    ScorecardVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    places = {each.place for each in others}
    return Review.objects.create(
        dealership_id=call.dealership_id,
        call=call,
        reviewer=reviewer,
        place=min({1, MOST_REVIEWS} - places),
        version=version,
        started_at=at,
    )


def _change_card(call: SampledCall, review: Review, version: ScorecardVersion) -> None:
    if review.first_submitted_at or call.reviews.exclude(pk=review.pk).exists():
        raise OtherCard
    review.answers.all().delete()
    review.version = version
    review.save(update_fields=["version"])


def _store(review: Review, answers: Mapping[int, str]) -> None:
    """Rows that change only, so that the history has no empty steps."""
    items = {item.pk for item in ScorecardItem.objects.filter(version=review.version_id)}
    stored = {answer.item_id: answer for answer in review.answers.all()}
    new = []
    for item, said in answers.items():
        known = stored.get(item)
        if item not in items:
            continue
        if known is None:
            if said in ReviewAnswer.Answer.values:
                new.append(_answer(review, item, said))
        elif not said:
            known.delete()
        elif known.answer != said and said in ReviewAnswer.Answer.values:
            known.answer = said
            known.save(update_fields=["answer"])
    ReviewAnswer.objects.bulk_create(new)


def _answer(review: Review, item: int, said: str) -> ReviewAnswer:
    return ReviewAnswer(
        dealership_id=review.dealership_id, review=review, item_id=item, answer=said
    )


@transaction.atomic
def submit(*, review: Review, at: datetime) -> Review:
    """The draft counts from now on; a repeat changes nothing. Raises NotAllAnswered.

    What was answered until the first time is kept as the blind answer, whatever is corrected
    later: the other's answers are seen from then on.
    """
    call = _locked(SampledCall(pk=review.call_id))
    review = Review.objects.get(pk=review.pk)
    if review.submitted_at:
        return review
    answers = {answer.item_id: answer.answer for answer in review.answers.all()}
    items = list(review.version.items.order_by("position"))
    missing = [item for item in items if item.pk not in answers]
    if missing:
        raise NotAllAnswered(missing)
    result = score(Answered(each.weight, answers[each.pk], each.fails_all) for each in items)
    if not review.first_submitted_at:
        review.first_submitted_at = at
        review.answers.update(blind=F("answer"))
    review.submitted_at, review.score, review.has_failed = at, result.value, result.has_failed
    review.save(update_fields=["first_submitted_at", "submitted_at", "score", "has_failed"])
    _count(call)
    return review


@transaction.atomic
def correct(*, review: Review) -> Review:
    """A submitted review becomes a draft again; what it was stays in the history."""
    call = _locked(SampledCall(pk=review.call_id))
    review = Review.objects.get(pk=review.pk)
    review.submitted_at, review.score, review.has_failed = None, None, False
    review.save(update_fields=["submitted_at", "score", "has_failed"])
    _count(call)
    return review


@transaction.atomic
def discard(*, review: Review) -> None:
    """A draft that was never submitted makes room for somebody else; a repeat changes nothing.

    Raises AlreadySubmitted.
    """
    _locked(SampledCall(pk=review.call_id))
    draft = Review.objects.filter(pk=review.pk).first()
    if draft is None:
        return
    if draft.first_submitted_at:
        raise AlreadySubmitted
    draft.delete()


@transaction.atomic
def open_answers(*, call: SampledCall, user: User, at: datetime) -> None:
    """Read the reviews without making one: gives up the place of the blind second reader."""
    call = _locked(call)
    if not call.reviews.filter(reviewer=user).exists():
        Opening.objects.get_or_create(
            call=call, user=user, defaults={"dealership_id": call.dealership_id, "at": at}
        )


@transaction.atomic
def open_all(*, calls: SampledCallQuerySet, user: User, at: datetime) -> int:
    """The same for all of these calls whose score is hidden from the person; how many those are."""
    hidden = list(calls.hidden_from(user).values_list("pk", flat=True))
    locked = list(
        SampledCall.objects.select_for_update(of=("self",)).filter(pk__in=hidden).order_by("pk")
    )
    # which of them this person began to review while their rows were waited for
    begun = set(
        Review.objects.filter(call__in=hidden, reviewer=user).values_list("call", flat=True)
    )
    free = [call for call in locked if call.pk not in begun]
    Opening.objects.bulk_create(
        (Opening(dealership_id=call.dealership_id, call=call, user=user, at=at) for call in free),
        ignore_conflicts=True,
    )
    return len(free)


def _count(call: SampledCall) -> None:
    done = list(call.reviews.filter(submitted_at__isnull=False))
    call.reviews_done = len(done)
    call.score = mean(each.score for each in done)
    call.has_failed = any(each.has_failed for each in done)
    call.save(update_fields=["reviews_done", "score", "has_failed"])

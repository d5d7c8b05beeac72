"""One call: hear it, answer the card, submit; the other's answers only after one's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from callreview.forms.lists import TopicForm
from callreview.forms.reviews import ReviewForm
from callreview.models import (
    MOST_REVIEWS,
    MeetingItem,
    Review,
    SampledCall,
    ScorecardVersion,
)
from callreview.permissions import may_review, may_see_own, may_see_sampled
from callreview.services import reviews, scorecards
from callreview.views.calls import shown
from communications.listenings import shown_to
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from surveys.models import Answer

REFUSALS: dict[type[Exception], Any] = {
    reviews.OwnCall: lambda: _("Nobody reviews their own calls."),
    reviews.EnoughReviews: lambda: _("Two people review this call already."),
    reviews.NoLongerBlind: lambda: _("You have read the review: yours would not be a second one."),
    reviews.AlreadySubmitted: lambda: _("Your review is submitted; take it back to change it."),
    reviews.OtherCard: lambda: _("The call is reviewed by another scorecard."),
}


@dataclass(frozen=True)
class Place:
    """What this person may do with the call."""

    call: SampledCall
    mine: Review | None
    others: list[Review]
    may_answer: bool
    may_open: bool
    is_open: bool


@require_GET
@dealership_member(may_see_own)
def call_page(request: DealershipRequest, call_id: int) -> HttpResponse:
    """For reviewers, and for who made the call once it is reviewed."""
    return _page(request, _call(request, call_id), None)


@require_POST
@dealership_member(may_review)
def review_save(request: DealershipRequest, call_id: int) -> HttpResponse:
    """Keep the draft, or submit it (`do`: draft, submit)."""
    call, at = _call(request, call_id), timezone.now()
    versions = scorecards.present_versions(request.dealership)
    version = _version(request, _place(request, call), versions, request.POST.get("card", ""))
    if version is None:
        notify(request, _("There is no scorecard to review by."), level="warning")
        return _back(request, call)
    form = ReviewForm(request.POST, items=list(version.items.order_by("position")))
    if not form.is_valid():
        return _page(request, call, form)
    try:
        review = _save(request, call, version, form, at)
    except tuple(REFUSALS) as refused:
        notify(request, REFUSALS[type(refused)](), level="warning")
        return _back(request, call)
    if request.POST.get("do") != "submit":
        notify(request, _("The draft is kept; nobody else sees it."))
        return _back(request, call)
    try:
        reviews.submit(review=review, at=at)
    except reviews.NotAllAnswered as missing:
        words = ngettext(
            "%(n)d item has no answer yet.", "%(n)d items have no answer yet.", len(missing.items)
        )
        form.add_error(None, words % {"n": len(missing.items)})
        return _page(request, _call(request, call_id), form)
    undo = reverse("callreview:review_correct", args=[request.dealership.slug, call.pk])
    notify(request, _("The review is submitted."), undo=undo)
    return _back(request, call)


def _save(
    request: DealershipRequest,
    call: SampledCall,
    version: ScorecardVersion,
    form: ReviewForm,
    at: datetime,
) -> Review:
    return reviews.save_draft(
        call=call,
        reviewer=request.user,
        version=version,
        answers=form.answers(),
        comment=form.cleaned_data["comment"],
        at=at,
    )


@require_POST
@dealership_member(may_review)
def review_correct(request: DealershipRequest, call_id: int) -> HttpResponse:
    """One's own submitted review becomes a draft again; the history keeps what it was."""
    call = _call(request, call_id)
    reviews.correct(review=get_object_or_404(call.reviews, reviewer=request.user))
    notify(request, _("Your review is a draft again: change it and submit it."), level="info")
    return _back(request, call)


@require_POST
@dealership_member(may_review)
def review_discard(request: DealershipRequest, call_id: int) -> HttpResponse:
    """One's own draft that was never submitted goes."""
    call = _call(request, call_id)
    try:
        reviews.discard(review=get_object_or_404(call.reviews, reviewer=request.user))
    except reviews.AlreadySubmitted:
        notify(request, _("A review that was submitted once stays."), level="warning")
    else:
        notify(request, _("The draft is gone."))
    return _back(request, call)


@require_POST
@dealership_member(may_review)
def answers_open(request: DealershipRequest, call_id: int) -> HttpResponse:
    """Read the review without making the second one."""
    call = _call(request, call_id)
    reviews.open_answers(call=call, user=request.user, at=timezone.now())
    return _back(request, call)


def _back(request: DealershipRequest, call: SampledCall) -> HttpResponse:
    return redirect("callreview:call_page", request.dealership.slug, call.pk)


def _call(request: DealershipRequest, call_id: int) -> Any:
    """A sampled call that this person may see; 404 for another dealership's."""
    rows = SampledCall.objects.for_dealership(request.dealership).seen_by(request.user)
    call = get_object_or_404(shown(rows), pk=call_id)
    if not may_see_sampled(request.member, call):
        raise PermissionDenied
    return call


def _place(request: DealershipRequest, call: Any) -> Place:
    """Two queries: the reviews, and whether this person read them before."""
    found = list(call.reviews.select_related("reviewer", "version__scorecard").order_by("place"))
    mine = next((each for each in found if each.reviewer_id == request.user.pk), None)
    others = [each for each in found if each is not mine]
    is_reviewer = may_review(request.member) and call.person_id != request.user.pk
    read = call.openings.filter(user=request.user).exists()
    return Place(
        call=call,
        mine=mine,
        others=[each for each in others if each.submitted_at and call.is_open],
        may_answer=is_reviewer and not read and (mine is not None or len(found) < MOST_REVIEWS),
        may_open=is_reviewer and not call.is_open and call.reviews_done > 0,
        is_open=call.is_open,
    )


def _version(
    request: DealershipRequest, place: Place, versions: list[ScorecardVersion], card: str
) -> ScorecardVersion | None:
    """That of the reviews there are; else the one asked for, else the one that fits."""
    if place.mine and (place.mine.first_submitted_at or not card):
        return place.mine.version
    begun = place.call.reviews.exclude(reviewer=request.user).select_related("version__scorecard")
    if other := begun.first():
        return other.version
    asked = next((each for each in versions if str(each.pk) == card), None)
    return asked or scorecards.fitting(versions, place.call.call_type)


def _page(request: DealershipRequest, call: Any, form: ReviewForm | None) -> HttpResponse:
    place = _place(request, call)
    versions = scorecards.present_versions(request.dealership) if place.may_answer else []
    card = request.POST.get("card") or request.GET.get("card", "")
    version = _version(request, place, versions, card)
    if form is None and place.may_answer and version:
        form = _form(place.mine, version)
    context = {
        "call": call,
        "place": place,
        "version": version,
        "versions": versions if _may_change_card(call, place) else [],
        "form": form,
        "reviews": _with_answers([*_done(place), *place.others]),
        "answers": _later_answers(call),
        "heard": shown_to(request.member, phone=call.phone, entered=call.entered),
        **_meeting(request, call),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "callreview/call_page.html", context, status=status)


def _done(place: Place) -> list[Review]:
    """The own review, once it is submitted."""
    return [place.mine] if place.mine and place.mine.submitted_at else []


def _may_change_card(call: SampledCall, place: Place) -> bool:
    begun = place.mine and place.mine.first_submitted_at
    return place.may_answer and not begun and not call.reviews.exclude(pk=_pk(place.mine)).exists()


def _pk(review: Review | None) -> int:
    return review.pk if review else 0


def _form(mine: Review | None, version: ScorecardVersion) -> ReviewForm | None:
    """None where the own review is submitted: it is shown, not asked for."""
    if mine and mine.submitted_at:
        return None
    known = {each.item_id: each.answer for each in mine.answers.all()} if mine else {}
    items = list(version.items.order_by("position"))
    return ReviewForm(items=items, answers=known, comment=mine.comment if mine else "")


def _with_answers(found: list[Review]) -> list[tuple[Review, list[Any]]]:
    return [
        (each, list(each.answers.select_related("item").order_by("item__position")))
        for each in found
    ]


def _later_answers(call: Any) -> list[Answer]:
    if not call.survey:
        return []
    rows = Answer.objects.filter(response=call.survey).select_related("question", "response")
    return list(rows.order_by("question__position"))


def _meeting(request: DealershipRequest, call: SampledCall) -> dict[str, Any]:
    if not may_review(request.member):
        return {"listed": None, "topic_form": None}
    open_ones = MeetingItem.objects.filter(call=call, discussed_at=None, removed_at=None)
    return {"listed": open_ones.select_related("added_by").first(), "topic_form": TopicForm()}

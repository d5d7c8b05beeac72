"""Scores over the weeks: of everybody for the heads, of oneself for the person.

What a viewer may not know yet is in none of these numbers: callreview.querysets says why.
"""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from callreview import agreements, later_answers, trends
from callreview.models import SampledCall
from callreview.permissions import may_review, may_see_own
from callreview.querysets import SampledCallQuerySet
from callreview.services import reviews
from callreview.views.calls import shown
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import User
from dealerships.notices import notify
from dealerships.paging import keyset_page

ORDER = ("-talked_at", "-pk")
HALF_A_YEAR = timedelta(weeks=26)


@require_GET
@dealership_member(may_review)
def people(request: DealershipRequest) -> HttpResponse:
    """Everybody whose calls were drawn lately."""
    today = request.dealership.local_date(timezone.now())
    context = {
        "standings": trends.standings(request.dealership, today=today, viewer=request.user),
        "since": trends.recent_since(today),
        "hidden": _sample(request).hidden_from(request.user).count(),
    }
    return render(request, "callreview/people.html", context)


@require_POST
@dealership_member(may_review)
def scores_open(request: DealershipRequest) -> HttpResponse:
    """See the scores of everybody's calls, and be the second reviewer of none of them."""
    _open(request, _sample(request))
    return redirect("callreview:people", request.dealership.slug)


@require_POST
@dealership_member(may_review)
def person_open(request: DealershipRequest, user_id: int) -> HttpResponse:
    """The same of one person's calls."""
    _open(request, _drawn_of(request, user_id))
    return redirect("callreview:person_page", request.dealership.slug, user_id)


@require_GET
@dealership_member(may_review)
def person_page(request: DealershipRequest, user_id: int) -> HttpResponse:
    """One person's weeks and calls; 404 for somebody whose calls were never drawn here."""
    _drawn_of(request, user_id)
    return _page(request, get_object_or_404(User, pk=user_id), is_own=False)


@require_GET
@dealership_member(may_see_own)
def my_calls(request: DealershipRequest) -> HttpResponse:
    """One's own weeks, and the calls that somebody has reviewed."""
    return _page(request, request.user, is_own=True)


def _sample(request: DealershipRequest) -> SampledCallQuerySet:
    return SampledCall.objects.for_dealership(request.dealership)


def _drawn_of(request: DealershipRequest, user_id: int) -> SampledCallQuerySet:
    """That person's calls; 404 where none was ever drawn here."""
    drawn = _sample(request).filter(person=user_id)
    if not drawn.exists():
        raise Http404
    return drawn


def _open(request: DealershipRequest, calls: SampledCallQuerySet) -> None:
    opened = reviews.open_all(calls=calls, user=request.user, at=timezone.now())
    said = ngettext(
        "The score of %(n)d call is open to you now.",
        "The scores of %(n)d calls are open to you now.",
        opened,
    )
    notify(request, said % {"n": opened}, level="info")


def _page(request: DealershipRequest, person: User, *, is_own: bool) -> HttpResponse:
    today = request.dealership.local_date(timezone.now())
    rows = _sample(request).filter(person=person).reviewed()
    context = {
        "person": person,
        "is_own": is_own,
        "weeks": trends.weeks_of(person, request.dealership, today=today, viewer=request.user),
        "hidden": rows.hidden_from(request.user).count(),
        "page": keyset_page(shown(rows.seen_by(request.user)), order=ORDER, params=request.GET),
    }
    return render(request, "callreview/person_page.html", context)


@require_GET
@dealership_member(may_review)
def agreement_page(request: DealershipRequest) -> HttpResponse:
    """How far reviewers see the same, and whether the scores say what customers say."""
    since = timezone.now() - HALF_A_YEAR
    context: dict[str, Any] = {
        "found": agreements.agreements(request.dealership, since=since),
        "beside": later_answers.scores_beside_answers(
            request.dealership, since=since, viewer=request.user
        ),
        "hidden": _sample(request).hidden_from(request.user).filter(talked_at__gte=since).count(),
        "since": request.dealership.local_date(since),
    }
    return render(request, "callreview/agreement.html", context)

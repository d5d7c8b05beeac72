"""The sample as a list: search, filter, sort, take out as a file; drawing it now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from callreview.forms.lists import SampleFilterForm
from callreview.later_answers import with_later_answers
from callreview.models import SampledCall, SampleDraw, SampleReason
from callreview.permissions import may_edit_scorecards, may_export_reviews, may_review
from callreview.querysets import SampledCallQuerySet
from callreview.services import drawing
from communications import call_actions
from communications.models import PhoneCall, Touch
from dealerships import sorting
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Cell, Format, as_download, export, links
from dealerships.filters import Asked, understood
from dealerships.forms.staff import colleagues
from dealerships.notices import notify
from dealerships.paging import keyset_page
from dealerships.sorting import Column

NEWEST = "-talked"


def columns() -> tuple[Column, ...]:
    return (
        Column(key="talked", label=_("Call"), order=("talked_at",), falls_first=True),
        Column(key="person", label=pgettext("staff", "Person")),
        Column(key="customer", label=_("Customer")),
        Column(key="why", label=_("Why")),
        Column(key="state", label=_("Reviews"), order=("reviews_done",), is_number=True),
        Column(
            key="score", label=_("Score"), order=("shown_score",), falls_first=True, is_number=True
        ),
        Column(key="answer", label=_("Customer's later answer")),
    )


@require_GET
@dealership_member(may_review)
def call_list(request: DealershipRequest) -> HttpResponse:
    """Scores stay hidden from who may still be the blind second reviewer of a call."""
    asked = _asked(request)
    order = sorting.order_of(request.GET, columns(), NEWEST)
    rows = shown(_found(request, asked))
    page = keyset_page(rows, order=order, params=request.GET)
    sample = SampledCall.objects.for_dealership(request.dealership)
    draws = SampleDraw.objects.for_dealership(request.dealership).order_by("-drawn_at", "-pk")
    context = {
        "page": page,
        "headers": sorting.headers(request.GET, columns(), NEWEST),
        "waiting": sample.waiting_for(request.user).count(),
        "last_draw": draws.select_related("drawn_by").first(),
        "exports": links(request, "callreview:call_export", allowed=may_export_reviews),
        "may_edit_cards": may_edit_scorecards(request.member),
        **asked.context(request),
    }
    return render(request, "callreview/call_list.html", context)


def shown(rows: SampledCallQuerySet) -> Any:
    """With all that a row of a list shows."""
    return with_later_answers(rows.with_talk()).prefetch_related("reasons")


@require_GET
@dealership_member(may_export_reviews)
def call_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list as a file; who took it is recorded."""
    asked = _asked(request)
    order = sorting.order_of(request.GET, columns(), NEWEST)
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=_("Reviewed calls"),
        filters=asked.filters(),
        header=[
            *(str(column.label) for column in columns()[:-1]),
            _("Failed"),
            _("Good answers"),
            _("Bad answers"),
        ],
        rows=_cells(shown(_found(request, asked)).order_by(*order), request),
        form=form,
    )
    return as_download(written)


def _cells(rows: Any, request: DealershipRequest) -> Iterator[list[Cell]]:
    yes = _("yes")
    for call in rows.iterator(chunk_size=1000):
        yield [
            call.talked_at.astimezone(request.dealership.tz),
            str(call.person),
            call.customer.full_name if call.customer else "",
            ", ".join(reason.get_why_display() for reason in call.reasons.all()),
            call.reviews_done,
            call.score if call.is_open else None,
            yes if call.is_open and call.has_failed else "",
            call.said_good if call.survey else None,
            call.said_bad if call.survey else None,
        ]


@require_POST
@dealership_member(may_review)
def draw_now(request: DealershipRequest) -> HttpResponse:
    """What the nightly draw would do; drawn twice, nothing is added."""
    done = drawing.draw(dealership=request.dealership, by=request.user, at=timezone.now())
    if done.added:
        said = ngettext("%(n)d call was drawn.", "%(n)d calls were drawn.", done.added)
        notify(request, said % {"n": done.added})
    else:
        notify(request, _("Nothing new: these weeks were drawn already."), level="info")
    return redirect("callreview:call_list", request.dealership.slug)


@require_GET
@dealership_member(may_review)
def next_call(request: DealershipRequest) -> HttpResponse:
    """The newest call without a review; where all have one, one that wants a second."""
    sample = SampledCall.objects.for_dealership(request.dealership).order_by("-talked_at", "-pk")
    found = sample.waiting_for(request.user).first() or sample.second_wanted(request.user).first()
    if found is None:
        notify(request, _("Every call of the sample is reviewed."), level="info")
        return redirect("callreview:call_list", request.dealership.slug)
    return redirect("callreview:call_page", request.dealership.slug, found.pk)


@require_POST
@dealership_member(may_review)
def choose(request: DealershipRequest, kind: str, pk: int) -> HttpResponse:
    """A call that a reviewer picks joins the sample, and its page opens."""
    try:
        call = drawing.choose(
            dealership=request.dealership,
            talk=_talk(request, kind, pk),
            by=request.user,
            at=timezone.now(),
        )
    except drawing.NoConversation:
        notify(request, _("In this call nobody was spoken with."), level="warning")
        return redirect("callreview:call_list", request.dealership.slug)
    return redirect("callreview:call_page", request.dealership.slug, call.pk)


def _talk(request: DealershipRequest, kind: str, pk: int) -> PhoneCall | Touch:
    if kind == call_actions.PHONE:
        return get_object_or_404(PhoneCall.objects.for_dealership(request.dealership), pk=pk)
    if kind == call_actions.ENTERED:
        return get_object_or_404(Touch.objects.for_dealership(request.dealership), pk=pk)
    raise Http404


def _asked(request: DealershipRequest) -> Asked[SampleFilterForm]:
    return understood(SampleFilterForm(request.GET, people=list(colleagues(request.dealership))))


def _found(request: DealershipRequest, asked: Asked[SampleFilterForm]) -> SampledCallQuerySet:
    chosen, user = asked.values, request.user
    rows: Any = SampledCall.objects.for_dealership(request.dealership).seen_by(user)
    match chosen.get("state"):
        case SampleFilterForm.WAITING:
            rows = rows.waiting_for(user)
        case SampleFilterForm.SECOND:
            rows = rows.second_wanted(user)
        case SampleFilterForm.DRAFT:
            rows = rows.filter(reviews__reviewer=user, reviews__submitted_at__isnull=True)
        case SampleFilterForm.DONE:
            rows = rows.reviewed()
        case SampleFilterForm.FAILED:
            rows = rows.filter(has_failed=True, is_open=True)
    if person := chosen.get("person"):
        rows = rows.filter(person=person)
    if why := chosen.get("why"):
        rows = rows.because(SampleReason.Why(why))
    if call_type := chosen.get("type"):
        rows = rows.filter(call_type=call_type)
    if words := chosen.get("find"):
        rows = rows.about(words)
    if start := chosen.get("start"):
        rows = rows.filter(talked_at__gte=request.dealership.start_of_day(start))
    if end := chosen.get("end"):
        after = request.dealership.start_of_day(end + timedelta(days=1))
        rows = rows.filter(talked_at__lt=after)
    found: SampledCallQuerySet = rows
    return found

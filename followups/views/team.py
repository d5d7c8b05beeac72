"""The supervisor's screen: who holds what, what waits, what is late; give, take back, cancel."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications import telephony
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import Format, as_download, export, links
from dealerships.filters import Asked, understood
from dealerships.notices import notify
from dealerships.paging import keyset_page, without
from dealerships.services import ticks
from followups import counters, exports, open_cards, team_board
from followups.forms.team import PEOPLE, TEAM, OpenCardsFilter, ReassignForm, colleagues
from followups.models import CallTask, TaskEvent
from followups.permissions import may_supervise
from followups.querysets import CallTaskQuerySet
from followups.rules.lateness import MOST_LAPSES
from followups.services import team
from followups.services.undo import TooLateToUndo


@require_GET
@dealership_member(may_supervise)
def team_page(request: DealershipRequest) -> HttpResponse:
    """The team now, and the open cards; the upper half alone for polling."""
    at = timezone.now()
    if request.htmx and request.htmx.target == "team-now":
        return render(request, "followups/_team_now.html", _now(request, at))
    people = list(colleagues(request.dealership))
    asked = understood(OpenCardsFilter(request.GET, people=people))
    cards = open_cards.with_why(_found(request, asked, at))
    page = keyset_page(cards, order=asked.form.order(), params=request.GET)
    context = {
        **_now(request, at),
        **asked.context(request),
        "people": people,
        "lines": open_cards.lines(page.rows, dealership=request.dealership, at=at),
        "newer": page.newer,
        "older": page.older,
        "exports": links(request, "followups:team_export", allowed=may_supervise),
    }
    return render(request, "followups/team_page.html", context)


@require_GET
@dealership_member(may_supervise)
def team_export(request: DealershipRequest, form: Format) -> HttpResponse:
    """The filtered list of open calls as a file; who took it is recorded."""
    at = timezone.now()
    people = list(colleagues(request.dealership))
    asked = understood(OpenCardsFilter(request.GET, people=people))
    cards = _found(request, asked, at).order_by(*asked.form.order())
    written = export(
        dealership=request.dealership,
        by=request.user,
        at=at,
        what=_("Open calls"),
        filters=asked.filters(),
        header=exports.header(),
        rows=exports.rows(cards, dealership=request.dealership, at=at),
        form=form,
    )
    return as_download(written)


@require_POST
@dealership_member(may_supervise)
def card_reassign(request: DealershipRequest, task_id: int) -> HttpResponse:
    task = _task(request, task_id)
    form = ReassignForm(request.POST, dealership=request.dealership)
    if not form.is_valid():
        notify(request, _("This person does not work here."), level="error")
        return _back(request)
    to = form.cleaned_data["to"]
    try:
        event = team.reassign(task=task, to=to, by=request.user, at=timezone.now())
    except team.NotInTeam:
        notify(request, _("This card needs a role that %(name)s lacks.") % {"name": to},
               level="error")  # fmt: skip
    except team.AlreadyClosed:
        _say_closed(request)
    else:
        undo = reverse("followups:reassign_undo", args=[request.dealership.slug, event.pk])
        undo += "?" + urlencode({"back": request.POST.get("back", "")})
        notify(request, _("Given to %(name)s.") % {"name": to or _("the call team")}, undo=undo)
    return _back(request)


@require_POST
@dealership_member(may_supervise)
def reassign_undo(request: DealershipRequest, event_id: int) -> HttpResponse:
    """Give a card back to whom it belonged before it was given away."""
    events = TaskEvent.objects.for_dealership(request.dealership).select_related("task")
    event = get_object_or_404(events, pk=event_id)
    try:
        team.undo_reassign(event=event, by=request.user, at=timezone.now())
    except TooLateToUndo:
        notify(request, _("It is too late to take this back."), level="warning")
    else:
        notify(request, _("The card is where it was."))
    return _back(request)


@require_POST
@dealership_member(may_supervise)
def card_take_back(request: DealershipRequest, task_id: int) -> HttpResponse:
    """Out of somebody's hands, or back from being set aside."""
    try:
        team.take_back(task=_task(request, task_id), by=request.user, at=timezone.now())
    except team.AlreadyClosed:
        _say_closed(request)
    else:
        notify(request, _("The card is back in the queue."))
    return _back(request)


@require_POST
@dealership_member(may_supervise)
def card_cancel(request: DealershipRequest, task_id: int) -> HttpResponse:
    try:
        team.cancel(task=_task(request, task_id), by=request.user, at=timezone.now())
    except team.AlreadyClosed:
        _say_closed(request)
    else:
        notify(request, _("The call is cancelled."))
    return _back(request)


def _task(request: DealershipRequest, task_id: int) -> CallTask:
    return get_object_or_404(CallTask.objects.for_dealership(request.dealership), pk=task_id)


def _back(request: DealershipRequest) -> HttpResponse:
    """To the list as it was filtered when the button was pressed."""
    page = reverse("followups:team_page", args=[request.dealership.slug])
    wanted = request.POST.get("back") or request.GET.get("back", "")
    kept = QueryDict(wanted).urlencode()
    return redirect(f"{page}?{kept}" if kept else page)


def _say_closed(request: DealershipRequest) -> None:
    notify(request, _("This card was closed meanwhile."), level="warning")


def _now(request: DealershipRequest, at: datetime) -> dict[str, Any]:
    dealership = request.dealership
    return {
        "counters": counters.counters(dealership=dealership, caller=request.user, at=at),
        "board": team_board.board(dealership=dealership, at=at),
        "query": without(request.GET),
        "is_heard": telephony.hears(),
        "silent_since": ticks.silent_since(at=at),
        "now": at,
    }


def _found(
    request: DealershipRequest, asked: Asked[OpenCardsFilter], at: datetime
) -> CallTaskQuerySet:
    """The open cards that every filter keeps."""
    cards = CallTask.objects.for_dealership(request.dealership).open()
    if q := asked.values.get("q"):
        cards = cards.filter(customer__search_name__contains=q.lower())
    who = asked.values.get("who")
    if who == PEOPLE:
        cards = cards.filter(assigned_to__isnull=False)
    elif who:
        cards = cards.filter(assigned_to=None if who == TEAM else int(who))
    state = asked.values.get("state")
    if state == "late":
        cards = cards.filter(counters.late_cards(dealership=request.dealership, at=at))
    elif state == "held":
        cards = cards.filter(status=CallTask.Status.HELD)
    elif state == "callback":
        cards = cards.filter(callback_at__isnull=False)
    elif state == "stuck":
        cards = cards.filter(lapses__gte=MOST_LAPSES)
    return cards

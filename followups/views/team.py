"""The supervisor's screen: who holds what, what waits, what is late; give, take back, cancel."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from dealerships.paging import keyset_page, without
from followups import counters
from followups.forms.team import OpenCardsFilter, ReassignForm, colleagues
from followups.models import CallTask
from followups.permissions import may_supervise
from followups.querysets import CallTaskQuerySet
from followups.rules.lateness import MOST_LAPSES
from followups.services import team


@require_GET
@dealership_member(may_supervise)
def team_page(request: DealershipRequest) -> HttpResponse:
    """The team now, and the open cards; the upper half alone for polling."""
    at = timezone.now()
    if request.htmx and request.htmx.target == "team-now":
        return render(request, "followups/_team_now.html", _now(request, at))
    people = list(colleagues(request.dealership))
    form = OpenCardsFilter(request.GET, people=people)
    page = keyset_page(_open_cards(request, form, at), order=form.order(), params=request.GET)
    context = _now(request, at) | {
        "form": form,
        "people": people,
        "cards": page.rows,
        "newer": page.newer,
        "older": page.older,
        "chips": _chips(request, form),
        "clear": without(request.GET, "q", "state", "who"),
        "now": at,
    }
    return render(request, "followups/team_page.html", context)


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
        team.reassign(task=task, to=to, by=request.user, at=timezone.now())
    except team.NotInTeam:
        notify(request, _("This card needs a role that %(name)s lacks.") % {"name": to},
               level="error")  # fmt: skip
    except team.AlreadyClosed:
        _say_closed(request)
    else:
        notify(request, _("Given to %(name)s.") % {"name": to or _("the call team")})
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
    return redirect("followups:team_page", request.dealership.slug)


def _say_closed(request: DealershipRequest) -> None:
    notify(request, _("This card was closed meanwhile."), level="warning")


def _now(request: DealershipRequest, at: datetime) -> dict[str, Any]:
    dealership = request.dealership
    shifts = counters.shifts(dealership=dealership, at=at)
    return {
        "counters": counters.counters(dealership=dealership, caller=request.user, at=at),
        "held": counters.held_now(dealership=dealership),
        "shifts": shifts,
        "calls": sum(shift.calls for shift in shifts),
        "reached": sum(shift.reached for shift in shifts),
    }


def _open_cards(
    request: DealershipRequest, form: OpenCardsFilter, at: datetime
) -> CallTaskQuerySet:
    cards = CallTask.objects.for_dealership(request.dealership).open()
    cards = cards.select_related("customer", "assigned_to", "held_by")
    state = form.chosen().get("state")
    if state == "late":
        cards = cards.filter(counters.late_cards(dealership=request.dealership, at=at))
    elif state == "held":
        cards = cards.filter(status=CallTask.Status.HELD)
    elif state == "callback":
        cards = cards.filter(callback_at__isnull=False)
    elif state == "stuck":
        cards = cards.filter(lapses__gte=MOST_LAPSES)
    return form.apply(cards)


def _chips(request: DealershipRequest, form: OpenCardsFilter) -> list[tuple[str, str]]:
    chips = []
    for name in ("q", "state", "who"):
        value = form.chosen().get(name)
        if value:
            field: Any = form.fields[name]
            words = dict(getattr(field, "choices", [])).get(value, value)
            chips.append((f"{field.label}: {words}", without(request.GET, name)))
    return chips

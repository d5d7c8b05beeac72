"""The operator's screen: one card, one outcome, the next card in the same answer."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communications.contact_hours import hours_for, own_hours
from communications.models import CallOutcome, Touch
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import Level, notify, toast
from dealerships.rules import write_openings
from followups import counters
from followups.call_card import Card, card_of
from followups.forms.call import HeartbeatForm, OutcomeForm
from followups.models import CallTask, TaskEvent
from followups.permissions import may_call, may_work_list
from followups.rules.outcomes import Outcome
from followups.services import leases, queue
from followups.services.outcomes import CallbackNotAllowed, Report, record_outcome
from followups.services.undo import TooLateToUndo, undo_outcome


@require_GET
@dealership_member(may_work_list)
def call_page(request: DealershipRequest) -> HttpResponse:
    """The card in hand, or the way to the next one."""
    return _page(request, leases.held_by(member=request.member))


@require_POST
@dealership_member(may_work_list)
def call_next(request: DealershipRequest) -> HttpResponse:
    """Take the next card: of the team's queue, or of the own list for those who have only that."""
    return _answer(request, *_claim(request))


@require_POST
@dealership_member(may_work_list)
def call_take(request: DealershipRequest, task_id: int) -> HttpResponse:
    """Take one card of the own list (a supervisor: any that fits)."""
    try:
        task = queue.claim_own(
            member=request.member, task=_task(request, task_id), at=timezone.now()
        )
    except queue.NotForYou:
        notify(request, _("Somebody else has this card now."), level="warning")
        return redirect("followups:my_list", request.dealership.slug)
    except queue.HoldsElsewhere:
        notify(request, _("Finish the call in hand first."), level="warning")
    else:
        if task.status != CallTask.Status.HELD:
            notify(request, _why_not_now(task), level="warning")
    return redirect("followups:call_page", request.dealership.slug)


@require_POST
@dealership_member(may_work_list)
def call_outcome(request: DealershipRequest, task_id: int) -> HttpResponse:
    """Save what the call came to and take the next card, in one request."""
    at = timezone.now()
    task = _task(request, task_id)
    card = card_of(task=task, dealership=request.dealership, caller=request.user, at=at)
    form = OutcomeForm(
        request.POST,
        numbers=[phone.value for phone in card.phones],
        reasons=[line.pk for line in card.reasons],
        outcomes=card.outcomes,
    )
    if not form.is_valid():
        return _unfit(request, task, form)
    try:
        event = record_outcome(
            task=task,
            fence=form.cleaned_data["fence"],
            report=_report(form),
            by=request.user,
            at=at,
        )
    except CallbackNotAllowed:
        promised = form.cleaned_data["callback_at"] or at
        form.add_error("callback_at", _hours_in_words(task, request, promised))
        return _page(request, task, form=form, status=422)
    except leases.LeaseLost as lost:
        return lost_card(request, lost)
    return _saved(request, event, card)


def _unfit(request: DealershipRequest, task: CallTask, form: OutcomeForm) -> HttpResponse:
    """A form that does not fit its card: when the card is in other hands by now, that is why."""
    sign = HeartbeatForm(request.POST)
    if sign.is_valid():
        note, by = sign.cleaned_data["note"], request.user
        try:
            leases.check_lease(task=task, fence=sign.cleaned_data["fence"], by=by)
        except leases.LeaseLost as lost:
            lost.note = leases.keep_note(task=task, note=note, by=by, at=timezone.now())
            return lost_card(request, lost)
    return _page(request, task, form=form, status=422)


@require_POST
@dealership_member(may_work_list)
def call_heartbeat(request: DealershipRequest, task_id: int) -> HttpResponse:
    """A sign of life every minute, with the notes as typed so far."""
    task = _task(request, task_id)
    form = HeartbeatForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    note = form.cleaned_data["note"]
    fence = form.cleaned_data["fence"]
    try:
        leases.heartbeat(task=task, fence=fence, by=request.user, note=note)
    except leases.LeaseLost as lost:
        lost.note = leases.keep_note(task=task, note=note, by=request.user, at=timezone.now())
        return lost_card(request, lost)
    return HttpResponse(status=204)


@require_POST
@dealership_member(may_work_list)
def call_release(request: DealershipRequest, task_id: int) -> HttpResponse:
    """Give the card back unfinished; the draft stays with it."""
    task = _task(request, task_id)
    form = HeartbeatForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    entered = form.cleaned_data
    try:
        leases.release(
            task=task,
            fence=entered["fence"],
            by=request.user,
            at=timezone.now(),
            note=entered["note"],
        )
    except leases.LeaseLost as lost:
        return lost_card(request, lost)
    return _answer(request, None, _("The card is back in the queue."))


@require_POST
@dealership_member(may_work_list)
def call_undo(request: DealershipRequest, event_id: int) -> HttpResponse:
    """Take an outcome back; its card is in hand again."""
    events = TaskEvent.objects.for_dealership(request.dealership).select_related("touch")
    event = get_object_or_404(events, pk=event_id)
    try:
        task = undo_outcome(event=event, by=request.user, at=timezone.now())
    except TooLateToUndo:
        text = _("It is too late to take this back.")
        return _answer(request, leases.held_by(member=request.member), text, "warning")
    return _answer(request, task, _("The outcome is taken back."))


def _report(form: OutcomeForm) -> Report:
    entered = form.cleaned_data
    chosen: CallOutcome = entered["chosen"]
    return Report(
        outcome=Outcome(chosen.kind),
        own=None if chosen.is_standard else chosen,
        note=entered["note"],
        address=entered["address"],
        handled=entered["handled"],
        callback_at=entered["callback_at"],
    )


def _task(request: DealershipRequest, task_id: int) -> CallTask:
    tasks = leases.with_customer().for_dealership(request.dealership)
    return get_object_or_404(tasks.select_related("customer", "held_by", "dealership"), pk=task_id)


def _claim(request: DealershipRequest) -> tuple[CallTask | None, str, Level]:
    claim = queue.claim_next if may_call(request.member) else queue.claim_next_own
    try:
        return claim(member=request.member, at=timezone.now()), "", "info"
    except queue.HoldsElsewhere as elsewhere:
        words = _("You have a card in hand at %(dealership)s: finish that call first.")
        return None, words % {"dealership": elsewhere.task.dealership}, "warning"


def _saved(request: DealershipRequest, event: TaskEvent, card: Card) -> HttpResponse:
    task, warning, level = _claim(request)
    undo = reverse("followups:call_undo", args=[request.dealership.slug, event.pk])
    saved = f"{_said(event.touch)} · {card.customer}" if event.touch else str(card.customer)
    if not request.htmx:
        notify(request, saved, undo=undo)
    response = _answer(request, task, warning, level)
    return toast(response, saved, undo=undo) if request.htmx else response


def _said(touch: Touch) -> str:
    """The outcome as its button says it."""
    return str(touch.own_outcome or Touch.Outcome(touch.outcome).label)


def _answer(
    request: DealershipRequest, task: CallTask | None, text: str = "", level: Level = "success"
) -> HttpResponse:
    """The card as a fragment, or back to the page with a message."""
    if not request.htmx:
        if text:
            notify(request, text, level=level)
        return redirect("followups:call_page", request.dealership.slug)
    response = _page(request, task)
    return toast(response, text, level=level) if text else response


def _page(
    request: DealershipRequest,
    task: CallTask | None,
    *,
    form: OutcomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    dealership = request.dealership
    context: dict[str, Any] = {
        "counters": counters.counters(dealership=dealership, caller=request.user, at=at),
        "may_call": may_call(request.member),
        "form": form,
    }
    if task:
        context["card"] = card_of(task=task, dealership=dealership, caller=request.user, at=at)
    else:
        context |= _why_nothing(request, at)
    name = "_call" if request.htmx else "call_page"
    return render(request, f"followups/{name}.html", context, status=status)


def _why_nothing(request: DealershipRequest, at: datetime) -> dict[str, Any]:
    dealership = request.dealership
    hours = own_hours(dealership)
    return {
        "is_open": hours.allow(at),
        "opens_at": hours.next_allowed(at),
        "next_due": counters.next_due(dealership=dealership),
        "now": at,
    }


def _why_not_now(task: CallTask) -> str:
    """What a card was put away for, in words."""
    why = task.events.order_by("-pk").values_list("why", flat=True).first()
    if not why:
        return _("This customer may not be called now.")
    said = _("This customer may not be called now: %(why)s.")
    return said % {"why": TaskEvent.Why(why).label}


def lost_card(request: DealershipRequest, lost: leases.LeaseLost) -> HttpResponse:
    """409: who has the card now, and where the notes are."""
    context = {"task": lost.task, "note": lost.note}
    name = "_call_lost" if request.htmx else "call_lost"
    response = render(request, f"followups/{name}.html", context, status=409)
    response["HX-Retarget"] = "#call"
    response["HX-Reswap"] = "outerHTML"
    return response


def _hours_in_words(task: CallTask, request: DealershipRequest, promised: datetime) -> str:
    """When the customer may be called on the day that was asked for, by their own clock."""
    hours = hours_for(task.customer, request.dealership)
    day = promised.astimezone(hours.zone).date()
    spans = write_openings(hours.of_day(day))
    if not spans:
        return _("Nobody is called on this day.")
    return _("Calls on this day are made at %(hours)s, later than now.") % {"hours": spans}

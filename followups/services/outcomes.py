"""What a call came to: the touch, the reasons, the card's next step, all in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from communications.best_hours import habits_of
from communications.contact_hours import hours_for
from communications.models import CallOutcome, Touch
from communications.services import touches
from dealerships.models import User
from followups.models import CallReason, CallTask, TaskEvent
from followups.rules.outcomes import (
    Effects,
    Outcome,
    Situation,
    Step,
    is_conversation,
    is_failure,
    next_step,
)
from followups.services import consequences, contact, events, leases, plan_steps, queue, snapshots

Status = CallTask.Status


class CallbackNotAllowed(Exception):
    """A callback needs a time, in the future and within the calling hours of the customer."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the caller enters.

    own       the dealership's own outcome of this kind; None: the standard one
    handled   ids of the reasons spoken of; None: all open ones. Those left wait for a retry.
    vehicles  cars the customer no longer owns; None: every car a reason of the card is about.
    """

    outcome: Outcome
    own: CallOutcome | None = None
    note: str = ""
    address: str = ""
    handled: Collection[int] | None = None
    callback_at: datetime | None = None
    vehicles: Collection[int] | None = None


def record_outcome(
    *, task: CallTask, fence: int, report: Report, by: User, at: datetime
) -> TaskEvent:
    """Write down a call and move the card on; returns the event, which undo takes.

    Raises LeaseLost (the typed note is kept with the customer's contacts), CallbackNotAllowed.
    """
    try:
        with transaction.atomic():
            return _record(task=task, fence=fence, report=report, by=by, at=at)
    except leases.LeaseLost as lost:
        lost.note = leases.keep_note(task=lost.task, note=report.note, by=by, at=at)
        raise


def _record(*, task: CallTask, fence: int, report: Report, by: User, at: datetime) -> TaskEvent:
    cards = _lock_cards_of_customer(task)
    card = cards.get(task.pk) or leases.lock(task)
    leases.check_lease(task=card, fence=fence, by=by)
    if report.outcome == Outcome.CALL_BACK:
        _check_callback(card, report, at)
    choice = report.own or CallOutcome.objects.get(
        dealership=card.dealership, kind=report.outcome, is_standard=True
    )
    before = snapshots.of_cards(cards.values())
    touch = _write_touch(card, report, by, at)
    before |= consequences.follow(
        card=card, cards=list(cards.values()), report=report, choice=choice, touch=touch
    )
    handled = _handle_reasons(card, report, choice, at)
    plan_steps.move_on(
        card,
        is_failure=is_failure(report.outcome),
        by=choice.next_channel,
        on=card.dealership.local_date(at),
    )
    before |= consequences.settle_replies(card=card, outcome=report.outcome, by=by, at=at)
    step = _decide(card, report, choice, handled=handled, at=at)
    _apply(card, step, report, choice, by=by, at=at)
    return events.record(
        task=card,
        kind=TaskEvent.Kind.OUTCOME,
        from_status=Status.HELD,
        by=by,
        at=at,
        touch=touch,
        before=before | {"fence": card.fence},
    )


def _lock_cards_of_customer(task: CallTask) -> dict[int, CallTask]:
    """Every open card of the person, in one order for all, so that no two calls deadlock."""
    cards = (
        CallTask.objects.open()
        .filter(customer_id=task.customer_id)
        .select_related("customer", "dealership", "held_by")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    return {card.pk: card for card in cards}


def _check_callback(card: CallTask, report: Report, at: datetime) -> None:
    hours = hours_for(card.customer, card.dealership)
    promised = report.callback_at
    if promised is None or promised <= at or not hours.allow(promised):
        raise CallbackNotAllowed


def _write_touch(card: CallTask, report: Report, by: User, at: datetime) -> Touch:
    return touches.record_call(
        dealership=card.dealership,
        customer=card.customer,
        outcome=report.outcome,
        own_outcome=report.own,
        is_conversation=is_conversation(report.outcome),
        is_advertising=contact.is_advertising(card),
        address=report.address,
        note=report.note.strip(),
        by=by,
        at=at,
    )


def _handle_reasons(card: CallTask, report: Report, choice: CallOutcome, at: datetime) -> int:
    """Mark what was spoken of; returns how many reasons this call dealt with."""
    closing = (Outcome.REACHED, Outcome.REFUSED, Outcome.NOT_OWNER)
    if report.outcome not in closing or not choice.is_terminal:
        return 0
    spoken = CallReason.objects.filter(task=card).open()
    if report.handled is not None and report.outcome != Outcome.REFUSED:
        spoken = spoken.filter(pk__in=report.handled)
    return spoken.update(status=CallReason.Status.HANDLED, handled_at=at)


def _decide(
    card: CallTask, report: Report, choice: CallOutcome, *, handled: int, at: datetime
) -> Step:
    reasons = _open_reasons(card)
    return next_step(
        Situation(
            effects=_effects(choice),
            same_before=_same_before(card, report, choice),
            at=at,
            attempts=card.attempts,
            max_attempts=card.max_attempts,
            due_until=max([card.due_until, *(reason.due_until for reason in reasons)]),
            hours=hours_for(card.customer, card.dealership),
            has_number=bool(queue.numbers_of(card)),
            has_reasons=bool(reasons),
            has_handled=bool(handled),
            callback_at=report.callback_at,
            calls_from=plan_steps.calls_from(reasons),
            **_when(card, choice, at),
        )
    )


def _when(card: CallTask, choice: CallOutcome, at: datetime) -> dict[str, Any]:
    """What chooses the hour of the next try, where it is to be another one (two queries)."""
    if not choice.other_time:
        return {}
    calls = TaskEvent.objects.filter(
        task=card, touch__undone_at__isnull=True, touch__is_conversation=False
    )
    return {
        "habits": habits_of(customer=card.customer, dealership=card.dealership, at=at),
        "tried_at": tuple(calls.order_by("pk").values_list("touch__at", flat=True)),
    }


def _open_reasons(card: CallTask) -> list[CallReason]:
    """Most urgent first."""
    reasons = CallReason.objects.filter(task=card).open().select_related("rule")
    ordered = reasons.order_by("rule__priority", "due_until", "pk")
    return list(ordered.prefetch_related("rule__steps"))


def _effects(choice: CallOutcome) -> Effects:
    return Effects(
        kind=Outcome(choice.kind),
        is_terminal=choice.is_terminal,
        retry_minutes=choice.retry_minutes,
        most_attempts=choice.most_attempts,
        other_time=choice.other_time,
    )


def _same_before(card: CallTask, report: Report, choice: CallOutcome) -> int:
    """Counted only where the dealership gave it an end (one query)."""
    if choice.most_attempts is None:
        return 0
    events = TaskEvent.objects.filter(task=card, touch__undone_at__isnull=True)
    same = events.filter(touch__outcome=report.outcome, touch__own_outcome=report.own)
    return same.count()


def _apply(
    card: CallTask, step: Step, report: Report, choice: CallOutcome, *, by: User, at: datetime
) -> None:
    was_promised = card.callback_at is not None
    card.attempts = step.attempts
    if choice.other_number:
        card.last_address = report.address or card.last_address
    card.draft_note = ""
    card.lapses = 0
    card.callback_at = step.callback_at
    card.drop_reason = step.drop_reason
    card.status, card.held_by, card.lease_until = step.status, None, None
    card.fence += 1
    if step.status == Status.WAITING:
        _send_back(card, step, was_promised=was_promised, by=by)
    else:
        card.closed_at = at
        if step.drop_reason:
            left = CallReason.objects.filter(task=card).open()
            left.update(status=CallReason.Status.DROPPED)
    card.save()


def _send_back(card: CallTask, step: Step, *, was_promised: bool, by: User) -> None:
    """Who calls next, when, and how urgent what is left is."""
    card.not_before = step.not_before or card.not_before
    reasons = _open_reasons(card)
    if reasons:
        card.priority = reasons[0].rule.priority
        card.due_until = max(reason.due_until for reason in reasons)
    if step.callback_at:
        card.assigned_to = by
        promised_on = card.dealership.local_date(step.callback_at)
        card.due_until = max(card.due_until, promised_on)
    elif was_promised and all(reason.rule.assignee == "team" for reason in reasons):
        card.assigned_to = None

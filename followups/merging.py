"""Two cards of one person: their open call cards of one dealership and role become one."""

from django.db.models import F
from django.utils.translation import gettext

from customers.merge_steps import Merge, MergeRefusedError, MergeStep
from customers.services.merge_ledger import Ledger
from followups.models import CallReason, CallTask, TaskEvent
from followups.services import events


def join_call_cards(merge: Merge, ledger: Ledger) -> None:
    """Reasons move to the kept customer's card, the other card is dropped as merged.

    Raises MergeRefusedError while somebody holds one of two cards that would have to be joined:
    a reason never joins a card in somebody's hands.
    """
    customers = (merge.kept.pk, merge.merged.pk)
    # locked in one order with every other merge and claim of them
    cards = list(
        CallTask.objects.select_for_update().filter(customer__in=customers).open().order_by("pk")
    )
    kept = {
        (card.dealership_id, card.only_role): card
        for card in cards
        if card.customer_id == merge.kept.pk
    }
    for card in cards:
        ours = kept.get((card.dealership_id, card.only_role))
        if card.customer_id == merge.merged.pk and ours:
            _join(merge, ledger, ours, card)
    _tell_once(customers, ledger)


def _tell_once(customers: tuple[int, int], ledger: Ledger) -> None:
    """What both cards are told is not told in writing too, and in writing only once."""
    told = set()
    reasons = CallReason.objects.filter(customer__in=customers).open()
    for reason in reasons.order_by(F("task").asc(nulls_last=True), "pk"):
        occasion = (reason.rule_id, reason.vehicle_id, reason.due_on)
        if reason.task_id is None and occasion in told:
            ledger.change(reason, status=CallReason.Status.DROPPED)
        told.add(occasion)


def _join(merge: Merge, ledger: Ledger, kept: CallTask, card: CallTask) -> None:
    if CallTask.Status.HELD in (kept.status, card.status):
        raise MergeRefusedError(
            gettext("Somebody is speaking with this customer now. Join the cards after the call.")
        )
    _move_reasons(ledger, kept, card)
    callbacks = [each for each in (kept, card) if each.callback_at]
    # a promised time stays with the person who promised it; else the more urgent card's assignee
    first = min(callbacks, key=lambda each: (each.callback_at, each.pk), default=None) or min(
        (kept, card), key=lambda each: (each.priority, each.pk != kept.pk)
    )
    ledger.change(
        kept,
        priority=min(kept.priority, card.priority),
        not_before=min(kept.not_before, card.not_before),
        due_until=max(kept.due_until, card.due_until),
        callback_at=first.callback_at,
        assigned_to_id=first.assigned_to_id,
        attempts=max(kept.attempts, card.attempts),
        max_attempts=max(kept.max_attempts, card.max_attempts),
    )
    status = card.status
    ledger.change(
        card,
        status=CallTask.Status.DROPPED,
        drop_reason=CallTask.DropReason.MERGED,
        closed_at=merge.at,
    )
    card.status = CallTask.Status.DROPPED
    ledger.wrote(
        events.record(
            task=card,
            kind=TaskEvent.Kind.DROPPED,
            from_status=status,
            by=merge.by,
            at=merge.at,
        )
    )


def _move_reasons(ledger: Ledger, kept: CallTask, card: CallTask) -> None:
    """The same reason of both cards (rule, car and day) is told once."""
    open_reasons = CallReason.objects.filter(task__in=(kept, card)).open().order_by("pk")
    told = {
        (reason.rule_id, reason.vehicle_id, reason.due_on)
        for reason in open_reasons
        if reason.task_id == kept.pk
    }
    for reason in open_reasons:
        if reason.task_id != card.pk:
            continue
        if (reason.rule_id, reason.vehicle_id, reason.due_on) in told:
            ledger.change(reason, status=CallReason.Status.DROPPED)
        ledger.change(reason, task_id=kept.pk)


def drop_empty_cards(merge: Merge) -> None:
    """After an undo: a card whose reasons were handled meanwhile has nothing to call about."""
    waiting = CallTask.objects.filter(
        customer=merge.merged, status=CallTask.Status.WAITING, callback_at__isnull=True
    )
    empty = [
        card
        for card in waiting
        if not CallReason.objects.filter(task=card).open().exists()
        and CallReason.objects.filter(task=card).exists()
    ]
    events.record_all(
        tasks=empty,
        kind=TaskEvent.Kind.DROPPED,
        to_status=CallTask.Status.DROPPED,
        by=merge.by,
        at=merge.at,
    )
    CallTask.objects.filter(pk__in=[card.pk for card in empty]).update(
        status=CallTask.Status.DROPPED,
        drop_reason=CallTask.DropReason.SETTLED,
        closed_at=merge.at,
    )


STEP = MergeStep(name="followups", before_move=join_call_cards, after_undo=drop_empty_cards)

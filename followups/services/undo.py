"""Taking back an outcome entered by mistake: everything it changed is as before, card in hand."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext

from communications.services import inbox, touches
from complaints.models import Complaint
from complaints.services import change_status
from customers.models import ContactPoint, Customer, Ownership
from customers.services.consents import take_back_consents
from dealerships.models import User
from followups.models import CallReason, CallTask, TaskEvent
from followups.rules.lateness import LEASE, UNDO_TIME
from followups.services import events, leases, snapshots
from promises.models import Promise
from promises.services import undo as promises

Status = CallTask.Status


class TooLateToUndo(Exception):
    """The time is over, somebody else entered it, or the card has moved on since."""


def undo_outcome(*, event: TaskEvent, by: User, at: datetime) -> CallTask:
    """Restore what the outcome changed and give the card back into the hands of `by`.

    The card taken since goes back to the queue with its draft, also one that was just being taken
    and could not be seen yet. Raises TooLateToUndo.
    """
    try:
        return _undo(event, by, at)
    except IntegrityError as taken:
        if "call_task_one_held" not in str(taken):
            raise
        return _undo(event, by, at)


@transaction.atomic
def _undo(event: TaskEvent, by: User, at: datetime) -> CallTask:
    if event.kind != TaskEvent.Kind.OUTCOME or event.by_id != by.pk or at > event.at + UNDO_TIME:
        raise TooLateToUndo
    before = event.before
    cards = _lock_cards(before, by)
    card = cards[event.task_id]
    if card.fence != before["fence"] or card.status == Status.HELD:
        raise TooLateToUndo
    was = card.status
    _put_down_others(cards, card, by, at)
    _restore_cards(cards, before, card.pk)
    _restore_customer(card, before)
    _take_back_what_followed(before, by, at)
    _take_in_hand(card, by)
    if event.touch:
        touches.take_back(touch=event.touch, at=at)
    events.record(
        task=card,
        kind=TaskEvent.Kind.UNDONE,
        from_status=was,
        by=by,
        at=at,
        touch=event.touch,
    )
    return card


def _lock_cards(before: dict[str, Any], by: User) -> dict[int, CallTask]:
    """The cards to restore and the one in hand now, in one order for all."""
    named = CallTask.objects.filter(pk__in=[int(pk) for pk in before["cards"]])
    in_hand = CallTask.objects.filter(held_by=by, status=Status.HELD)
    cards = (named | in_hand).select_related("customer").select_for_update(of=("self",))
    return {card.pk: card for card in cards.order_by("pk")}


def _put_down_others(cards: dict[int, CallTask], card: CallTask, by: User, at: datetime) -> None:
    for other in cards.values():
        if other.held_by_id == by.pk and other.pk != card.pk:
            leases.let_go(task=other, by=by, at=at, why=TaskEvent.Why.UNDO)


def _restore_cards(cards: dict[int, CallTask], before: dict[str, Any], task_id: int) -> None:
    """The card itself and those dropped along with it; what others touched since is left alone."""
    restored = []
    for pk, kept in before["cards"].items():
        card = cards[int(pk)]
        if card.pk != task_id and card.status != Status.DROPPED:
            continue
        for name, value in snapshots.values_of(kept, CallTask).items():
            setattr(card, name, value)
        card.status, card.held_by, card.lease_until = Status.WAITING, None, None
        card.fence += 1
        card.save()
        restored.append(card)
    for pk, kept in before["reasons"].items():
        CallReason.objects.filter(pk=pk, task__in=restored).update(
            status=CallReason.Status.OPEN,
            handled_at=None,
            **snapshots.values_of(kept, CallReason),
        )


def _restore_customer(card: CallTask, before: dict[str, Any]) -> None:
    numbers = ContactPoint.objects.filter(pk__in=before.get("numbers", []))
    numbers.update(wrong_since=None)
    owned = Ownership.objects.filter(pk__in=before.get("ownerships", []))
    owned.update(until=None, end_reason="")
    if before.get("do_not_call"):
        customer = Customer.objects.filter(pk=card.customer_id)
        customer.update(do_not_call_since=None, version=F("version") + 1)
    inbox.unsettle(before.get("replies", []))
    if "consents" in before:
        take_back_consents(**before["consents"])


def _take_back_what_followed(before: dict[str, Any], by: User, at: datetime) -> None:
    """A complaint stays, as one that was none; a promise goes, a promised call is open again."""
    if "complaint" in before:
        complaint = Complaint.objects.get(pk=before["complaint"])
        change_status(
            complaint=complaint,
            to=Complaint.Status.REJECTED,
            by=by,
            at=at,
            note=gettext("Entered by mistake and taken back."),
        )
    if "promise" in before:
        promises.take_back(promise=Promise.objects.get(pk=before["promise"]))
    promises.unkeep(promises=before.get("calls_kept", []), by=by, at=at)


def _take_in_hand(card: CallTask, by: User) -> None:
    card.status, card.held_by, card.lease_until = Status.HELD, by, Now() + LEASE
    card.save()
    card.refresh_from_db(fields=["lease_until"])

"""A consent is withdrawn: what waited for it stops in the same transaction, and is logged (N10).

Also a card in somebody's hands: the next sign of life from their browser says so. Only who writes
the withdrawal down keeps the card they hold: they speak with the customer and end it themselves.
"""

from collections.abc import Iterable

from customers.models import Consent
from customers.models.customer import Channel
from customers.withdrawals import Withdrawal
from followups.models import CallReason, CallTask, TaskEvent
from followups.services import leases


def stop(withdrawal: Withdrawal) -> int:
    """Stop the calls, and what is told in writing alone; the number of reasons dropped."""
    return stop_calls(withdrawal) + stop_writing(withdrawal)


def stop_writing(withdrawal: Withdrawal) -> int:
    """Drop what is told in writing alone, where no channel is left; returns the number.

    Where others are left each message asks for itself.
    """
    if withdrawal.channel != Consent.Channel.ANY:
        return 0
    reasons = CallReason.objects.in_writing().filter(
        customer=withdrawal.customer, rule__purpose__in=withdrawal.purposes
    )
    return reasons.open().update(status=CallReason.Status.DROPPED, handled_at=withdrawal.at)


def stop_calls(withdrawal: Withdrawal) -> int:
    """Drop the open reasons of the purposes withdrawn, and the cards left without any.

    Returns the number of reasons dropped.
    """
    if not withdrawal.concerns(Channel.CALL):
        return 0
    cards = _lock_open_cards(withdrawal)
    reasons = CallReason.objects.filter(
        task__in=cards, rule__purpose__in=withdrawal.purposes
    ).open()
    dropped = reasons.update(status=CallReason.Status.DROPPED, handled_at=withdrawal.at)
    if dropped:
        _settle(cards, withdrawal)
    return dropped


def _lock_open_cards(withdrawal: Withdrawal) -> list[CallTask]:
    """In one order for all, as outcomes take them."""
    cards = CallTask.objects.open().filter(customer=withdrawal.customer)
    return list(cards.select_for_update(of=("self",)).order_by("pk"))


def _settle(cards: Iterable[CallTask], withdrawal: Withdrawal) -> None:
    for card in cards:
        left = CallReason.objects.filter(task=card).open().select_related("rule")
        reasons = list(left.order_by("rule__priority"))
        if reasons:
            CallTask.objects.filter(pk=card.pk).update(
                priority=reasons[0].rule.priority,
                due_until=max(reason.due_until for reason in reasons),
            )
        elif withdrawal.by is None or card.held_by_id != withdrawal.by.pk:
            leases.drop(
                task=card,
                reason=CallTask.DropReason.NO_CONSENT,
                by=withdrawal.by,
                at=withdrawal.at,
                why=TaskEvent.Why.WITHDRAWN,
            )

"""Two cards of one person become one, with everything they have (N11); undone as a whole."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, OperationalError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from psycopg.errors import DeadlockDetected

from customers import merge_steps
from customers.merge_steps import Merge, MergeRefusedError
from customers.models import Customer, DuplicateCandidate, MergeRecord
from customers.services import merge_consents, merge_own, merge_walk
from customers.services.merge_ledger import Ledger, take_back
from dealerships.models import User

Result = TypeVar("Result")
TRIES = 3


def merge(*, kept: Customer, merged: Customer, by: User | None, at: datetime) -> MergeRecord:
    """Move everything of `merged` to `kept`; returns the record that undoes it.

    Both cards are locked in the order of their numbers. The relation of `merged` to its
    dealerships goes away, so that the database refuses a row that somebody writes for it
    meanwhile: that writer, or this merge, tries again. by=None: an automatic merge.
    Raises MergeRefusedError: merged already, another holding's card, or a step said why.
    """
    return _again_when_crossed(lambda: _merge(kept=kept, merged=merged, by=by, at=at))


def undo_merge(*, record: MergeRecord, by: User | None, at: datetime) -> MergeRecord:
    """Everything back as it was; what was added or changed since stays with the kept card.

    Raises MergeRefusedError: undone already, or one of the cards was merged again since.
    """
    return _again_when_crossed(lambda: _undo(record=record, by=by, at=at))


def keep_apart(*, pair: DuplicateCandidate, by: User, at: datetime) -> bool:
    """Different people: not proposed again. False when somebody has decided already."""
    return bool(
        DuplicateCandidate.objects.proposed()
        .filter(pk=pair.pk)
        .update(status=DuplicateCandidate.Status.DIFFERENT, decided_at=at, decided_by=by)
    )


def _again_when_crossed(act: Callable[[], Result]) -> Result:
    """A row written for the merged card at the same moment breaks a foreign key: look again."""
    for _attempt in range(TRIES - 1):
        try:
            with transaction.atomic():
                return act()
        except IntegrityError:
            continue
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    with transaction.atomic():
        return act()


def _locked(*ids: int) -> dict[int, Customer]:
    cards = Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {card.pk: card for card in cards}


def _merge(*, kept: Customer, merged: Customer, by: User | None, at: datetime) -> MergeRecord:
    cards = _locked(kept.pk, merged.pk)
    kept, merged = cards[kept.pk], cards[merged.pk]
    _refuse_impossible(kept, merged)
    merge_now, ledger = Merge(kept=kept, merged=merged, by=by, at=at), Ledger()
    refusals = merge_consents.refusals(kept=kept, merged=merged, at=at)
    merge_own.decide_pair(merge_now, ledger)
    merge_consents.make_way(merge_now, ledger)
    for step in merge_steps.steps():
        step.before_move(merge_now, ledger)
    merge_walk.move_everything(ledger, old=merged.pk, new=kept.pk)
    merge_own.join_ownerships(merge_now, ledger)
    merge_consents.write_refusals(merge_now, ledger, refusals)
    merge_own.join_cards(merge_now, ledger)
    return MergeRecord.objects.create(
        holding=kept.holding,
        kept=kept,
        merged=merged,
        at=at,
        by=by,
        moved=ledger.moved,
        before=ledger.entries,
    )


def _refuse_impossible(kept: Customer, merged: Customer) -> None:
    if kept.pk == merged.pk or kept.holding_id != merged.holding_id:
        raise MergeRefusedError(gettext("These two cards cannot be joined."))
    if kept.merged_into_id or merged.merged_into_id:
        raise MergeRefusedError(gettext("One of the cards has been joined with another meanwhile."))


def _undo(*, record: MergeRecord, by: User | None, at: datetime) -> MergeRecord:
    cards = _locked(record.kept_id, record.merged_id)
    record = MergeRecord.objects.select_for_update().get(pk=record.pk)
    if record.undone_at:
        raise MergeRefusedError(gettext("The merge has been undone already."))
    if later_merges(record).exists():
        raise MergeRefusedError(
            gettext("The card was joined with another one later: undo that first.")
        )
    take_back(record.before)
    undone = Merge(kept=cards[record.kept_id], merged=cards[record.merged_id], by=by, at=at)
    for step in merge_steps.steps():
        if step.after_undo:
            step.after_undo(undone)
    _keep_pair_apart(record, by=by, at=at)
    record.undone_at, record.undone_by = at, by
    record.save(update_fields=["undone_at", "undone_by"])
    return record


def later_merges(record: MergeRecord) -> models.QuerySet[MergeRecord]:
    """Standing merges of either card after this one; they have to be undone first."""
    cards = [record.kept_id, record.merged_id]
    return MergeRecord.objects.filter(
        Q(kept__in=cards) | Q(merged__in=cards), pk__gt=record.pk, undone_at__isnull=True
    )


def _keep_pair_apart(record: MergeRecord, *, by: User | None, at: datetime) -> None:
    """An automatic merge that a person took back must not happen again at the next import."""
    first, second = sorted((record.kept_id, record.merged_id))
    DuplicateCandidate.objects.filter(first=first, second=second, is_automatic=True).update(
        status=DuplicateCandidate.Status.DIFFERENT, decided_at=at, decided_by=by
    )

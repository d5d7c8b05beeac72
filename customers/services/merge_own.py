"""What a merge does inside this app: the card's values, adjoining ownerships, other proposals."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from customers.merge_steps import Merge
from customers.models import Customer, DuplicateCandidate, Ownership
from customers.services.merge_ledger import Ledger

# filled from the merged card where the kept one has nothing
FILLED = (
    "birth_date",
    "gender",
    "city",
    "language",
    "time_zone",
    "preferred_channel",
    "form_of_address",
)
NAME_PARTS = ("family_name", "given_name", "patronymic")
ADDRESS = ("street", "city", "postcode", "country")
BEST_HOURS = ("preferred_from", "preferred_until")


def winning_values(kept: Customer, merged: Customer) -> dict[str, Any]:
    """Columns of the kept card that change: blanks are filled, do-not-call wins, the earliest.

    Name parts, best hours and the address come together or not at all; parts of the name only to
    the same full name, an address only to the same city.
    """
    values = {
        name: getattr(merged, name)
        for name in FILLED
        if not getattr(kept, name) and getattr(merged, name)
    }
    groups: list[tuple[str, ...]] = [BEST_HOURS]
    if kept.full_name.casefold() == merged.full_name.casefold():
        groups.append(NAME_PARTS)
    for group in groups:
        if not any(getattr(kept, name) for name in group):
            values |= {name: getattr(merged, name) for name in group if getattr(merged, name)}
    # a street only with its own city: half an address is none
    if merged.street and not kept.street and kept.city in ("", merged.city):
        values |= {name: getattr(merged, name) for name in ADDRESS if getattr(merged, name)}
    refused = [card.do_not_call_since for card in (kept, merged) if card.do_not_call_since]
    if refused and min(refused) != kept.do_not_call_since:
        values["do_not_call_since"] = min(refused)
    return values


def join_cards(merge: Merge, ledger: Ledger) -> None:
    """The kept card takes what it lacked, the other one points to it; open forms of both expire."""
    values = winning_values(merge.kept, merge.merged)
    ledger.change(merge.kept, version=merge.kept.version + 1, updated_at=merge.at, **values)
    ledger.change(
        merge.merged,
        version=merge.merged.version + 1,
        updated_at=merge.at,
        merged_into_id=merge.kept.pk,
    )


def join_ownerships(merge: Merge, ledger: Ledger) -> None:
    """A car that went from one card to the other stayed with the same person (after the move)."""
    theirs = Ownership.objects.filter(customer=merge.kept)
    next_one = theirs.filter(vehicle=OuterRef("vehicle"), since=OuterRef("until"))
    pairs = theirs.filter(Exists(next_one.exclude(pk=OuterRef("pk")))).exclude(
        end_reason=Ownership.EndReason.MERGED
    )
    for ownership in pairs.order_by("pk"):
        ledger.change(ownership, end_reason=Ownership.EndReason.MERGED)


def decide_pair(merge: Merge, ledger: Ledger) -> None:
    """The proposal that led here is decided; the merged card's other pairs go to the kept one.

    Where the kept card has that pair already, a decision stands above a proposal.
    """
    merged = merge.merged.pk
    for pair in DuplicateCandidate.objects.filter(Q(first=merged) | Q(second=merged)):
        other = pair.second_id if pair.first_id == merged else pair.first_id
        if other == merge.kept.pk:
            ledger.change(
                pair,
                status=DuplicateCandidate.Status.MERGED,
                decided_at=merge.at,
                decided_by_id=merge.by.pk if merge.by else None,
            )
        else:
            _give_pair(merge, ledger, pair, other)


def _give_pair(merge: Merge, ledger: Ledger, pair: DuplicateCandidate, other: int) -> None:
    first, second = sorted((merge.kept.pk, other))
    present = DuplicateCandidate.objects.filter(first=first, second=second).first()
    if present is None:
        ledger.change(pair, first_id=first, second_id=second)
        return
    if present.status == DuplicateCandidate.Status.PROPOSED and pair.status != present.status:
        ledger.change(
            present,
            status=pair.status,
            decided_at=pair.decided_at,
            decided_by_id=pair.decided_by_id,
        )
    ledger.remove(pair)

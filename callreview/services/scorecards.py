"""Scorecards: the standard ones, and new versions that leave old reviews as they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from callreview.models import CallType, Review, Scorecard, ScorecardItem, ScorecardVersion
from callreview.standard import STANDARD
from dealerships.models import Dealership, User


@transaction.atomic
def add_standard(dealership: Dealership) -> None:
    """Give a dealership without a scorecard the standard ones."""
    if Scorecard.objects.for_dealership(dealership).exists():
        return
    for card in STANDARD:
        scorecard = Scorecard.objects.create(dealership=dealership, call_type=card.call_type)
        version = ScorecardVersion.objects.create(
            dealership=dealership, scorecard=scorecard, names=card.names
        )
        _put_items(version, card.items)


@transaction.atomic
def save_scorecard(
    *,
    dealership: Dealership,
    scorecard: Scorecard | None,
    call_type: str,
    names: Mapping[str, str],
    items: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
) -> ScorecardVersion:
    """A new card, or the card as it is from now on; returns its present version.

    items  texts, helps, weight, fails_all of each, in their order. A version that a review was
    made by stays; the items go into a new one. Who begins a review at this moment waits.
    """
    if scorecard is None:
        scorecard = Scorecard.objects.create(dealership=dealership, call_type=call_type)
    else:
        scorecard = Scorecard.objects.select_for_update(of=("self",)).get(pk=scorecard.pk)
        scorecard.call_type = call_type
        scorecard.save(update_fields=["call_type"])
    latest = (
        scorecard.versions.select_for_update(of=("self",)).order_by("-number").first()
    )  # fmt: skip
    if latest is None or Review.objects.filter(version=latest).exists():
        latest = ScorecardVersion(
            dealership=dealership,
            scorecard=scorecard,
            number=latest.number + 1 if latest else 1,
        )
    latest.names, latest.made_by, latest.made_at = dict(names), by, at
    latest.save()
    latest.items.all().delete()
    _put_items(latest, items)
    return latest


def _put_items(version: ScorecardVersion, items: Sequence[Mapping[str, Any]]) -> None:
    ScorecardItem.objects.bulk_create(
        ScorecardItem(
            dealership_id=version.dealership_id, version=version, position=position, **item
        )
        for position, item in enumerate(items, start=1)
    )


def use(*, scorecard: Scorecard, is_active: bool) -> None:
    """Offer a card to reviewers, or no longer; reviews by it stay."""
    Scorecard.objects.filter(pk=scorecard.pk).update(is_active=is_active)


def present_versions(dealership: Dealership) -> list[ScorecardVersion]:
    """The newest version of each card in use (one query), those for one call type first."""
    rows = ScorecardVersion.objects.for_dealership(dealership).filter(scorecard__is_active=True)
    newest = rows.order_by("scorecard", "-number").distinct("scorecard")
    return sorted(
        newest.select_related("scorecard"),
        key=lambda version: (not version.scorecard.call_type, version.scorecard_id),
    )


def fitting(
    versions: Sequence[ScorecardVersion], call_type: CallType | str
) -> ScorecardVersion | None:
    """The card for calls of this type, else one for every call, else any."""
    for wanted in (call_type, ""):
        for version in versions:
            if version.scorecard.call_type == wanted:
                return version
    return versions[0] if versions else None

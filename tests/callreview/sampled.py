"""Builders of talks in the week before, of scorecards and of reviews."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from callreview.models import Review, SampledCall, Scorecard, ScorecardVersion
from callreview.services import drawing, reviews, scorecards
from communications.models import Touch
from dealerships.models import Dealership
from tests.communications.calls import make_talk
from tests.factories import NOW, make_customer

# NOW is a Friday: a Wednesday of the week that is over
LAST_WEEK = NOW - timedelta(days=9)


def phone_talk(dealership: Dealership, person, *, seconds=60, **fields):
    """A talk of the week before that the exchange saw."""
    values = {
        "user": person,
        "started_at": LAST_WEEK,
        "customer": fields.get("customer") or make_customer(dealership),
    } | fields
    return make_talk(dealership, seconds=seconds, **values)


def entered_talk(dealership: Dealership, person, **fields) -> Touch:
    """A talk of the week before that its person alone told of."""
    values = {
        "customer": fields.get("customer") or make_customer(dealership),
        "at": LAST_WEEK,
        "by": person,
        "outcome": "reached",
        "is_conversation": True,
    } | fields
    return Touch.objects.create(dealership=dealership, **values)


def sampled(dealership: Dealership, person, *, talk=None, **fields) -> SampledCall:
    """A call in the sample, chosen by its own person."""
    talk = talk or phone_talk(dealership, person, **fields)
    return drawing.choose(dealership=dealership, talk=talk, by=person, at=NOW)


def make_card(dealership: Dealership, *items: dict[str, Any], call_type="") -> ScorecardVersion:
    """A card instead of the standard ones; an item is its weight and what else differs."""
    Scorecard.objects.for_dealership(dealership).update(is_active=False)
    return scorecards.save_scorecard(
        dealership=dealership,
        scorecard=None,
        call_type=call_type,
        names={"en": "Short card"},
        items=[
            {"texts": {"en": f"Item {place}"}, "helps": {}, "fails_all": False} | item
            for place, item in enumerate(items or [{"weight": 1}, {"weight": 3}], start=1)
        ],
        by=None,
        at=NOW,
    )


def answers_of(version: ScorecardVersion, *said: str) -> dict[int, str]:
    """The answers in the order of the items."""
    items = version.items.order_by("position")
    return {item.pk: each for item, each in zip(items, said, strict=True)}


def draft(call: SampledCall, reviewer, version: ScorecardVersion, *said: str, **fields) -> Review:
    values = {"answers": answers_of(version, *said), "comment": "", "at": NOW} | fields
    return reviews.save_draft(call=call, reviewer=reviewer, version=version, **values)


def submitted(call: SampledCall, reviewer, version: ScorecardVersion, *said: str) -> Review:
    return reviews.submit(review=draft(call, reviewer, version, *said), at=NOW)


def url(name: str, *args) -> str:
    """The address of a page of call review."""
    return reverse(f"callreview:{name}", args=["north", *args])

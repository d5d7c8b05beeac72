"""The rows of call review in a world: a reviewed call that is on the list of the meeting."""

from typing import Any

from callreview.models import MeetingItem
from callreview.services import drawing, meetings, reviews, scorecards
from communications.models import EnteredRecording, Touch
from customers.models import Customer
from dealerships.models import Dealership, User
from tests.factories import NOW, make_user


def make_review(
    dealership: Dealership, customer: Customer, user: User, canary: str
) -> dict[str, Any]:
    """By a reviewer of the same dealership; the card, the comment and the topic say the canary."""
    reviewer = make_user(
        f"{canary}-head", dealership=dealership, roles=["dealer_head"], last_name=canary
    )
    touch = Touch.objects.create(
        dealership=dealership,
        customer=customer,
        at=NOW,
        by=user,
        outcome="reached",
        is_conversation=True,
        note=canary,
    )
    EnteredRecording.objects.create(
        dealership=dealership,
        touch=touch,
        recording=f"{canary}.wav",
        recording_type="audio/wav",
        added_at=NOW,
        added_by=reviewer,
    )
    call = drawing.choose(dealership=dealership, talk=touch, by=reviewer, at=NOW)
    version = scorecards.save_scorecard(
        dealership=dealership,
        scorecard=None,
        call_type="other",
        names={"en": canary},
        items=[{"texts": {"en": canary}, "helps": {"en": canary}, "weight": 1}],
        by=reviewer,
        at=NOW,
    )
    review = reviews.save_draft(
        call=call,
        reviewer=reviewer,
        version=version,
        answers={version.items.get().pk: "yes"},
        comment=canary,
        at=NOW,
    )
    reviews.submit(review=review, at=NOW)
    drawing.draw(dealership=dealership, by=reviewer, at=NOW)
    item: MeetingItem = meetings.add(call=call, topic=canary, by=reviewer, at=NOW)
    return {"sampled_call": call, "meeting_item": item, "reviewer": reviewer}

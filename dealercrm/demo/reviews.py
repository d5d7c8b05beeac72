"""The demo's reviewed calls: the sample of the weeks that are over, judged by its heads."""

import random
from datetime import datetime, timedelta

from callreview.models import SampledCall, ScorecardVersion
from callreview.rules.scores import NO, NOT_APPLICABLE, YES
from callreview.services import drawing, meetings, reviews, scorecards
from communications.models import PhoneCall
from communications.services.recordings import attach
from communications.telephony.simulated_calls import sound_of
from dealerships.models import Dealership, User

REVIEWED = 14
TWICE = 6
"""Of those, reviewed by two: enough answers to say how far the two agree."""
SAME_ANSWER = 0.6
ANSWERS = {YES: 80, NO: 13, NOT_APPLICABLE: 7}
COMMENTS = {
    "ru": (
        "Хорошо выслушал. Не предложил второе время.",
        "Разговор спокойный, договорённость повторена.",
        "Торопился: клиент не успел договорить.",
    ),
    "zh-hans": (
        "倾听得很好，但没有给出第二个时间。",
        "语气平和，并复述了约定内容。",
        "语速太快，客户没有把话说完。",
    ),
}
TOPICS = {
    "ru": ("Как предложить два времени на выбор", "Как ответить на «это дорого»"),
    "zh-hans": ("如何给出两个可选时间", "客户说“太贵”时如何应对"),
}


def fill(*, dealership: Dealership, by: list[User], chance: random.Random, at: datetime) -> None:
    """Draw, review most of it, put two calls on the list of the meeting; `by` are two heads."""
    drawing.draw(dealership=dealership, by=None, at=at)
    calls = list(
        SampledCall.objects.for_dealership(dealership)
        .select_related("phone_call")
        .order_by("-talked_at", "pk")
    )
    _record([call.phone_call for call in calls if call.phone_call])
    versions = scorecards.present_versions(dealership)
    for place, call in enumerate(calls[:REVIEWED]):
        version = scorecards.fitting(versions, call.call_type)
        if version is None:
            continue
        said = _review(call, by[0], version, {}, chance, at)
        if place < TWICE:
            _review(call, by[1], version, said, chance, at)
    for topic, call in zip(TOPICS[str(dealership.language)], calls, strict=False):
        meetings.add(call=call, topic=topic, by=by[0], at=at - timedelta(hours=20))


def _record(calls: list[PhoneCall]) -> None:
    sound = sound_of(4)
    silent = [call for call in calls if not call.recording]
    for call in silent:
        attach(call=call, content=sound)
    PhoneCall.objects.bulk_update(silent, ["recording", "recording_type"])


def _review(
    call: SampledCall,
    reviewer: User,
    version: ScorecardVersion,
    before: dict[int, str],
    chance: random.Random,
    at: datetime,
) -> dict[int, str]:
    """Answers as people give them, mostly those of the one before; returns them."""
    said = {}
    for item in version.items.order_by("position"):
        answer = chance.choices(list(ANSWERS), list(ANSWERS.values()))[0]
        # what fails a call is rare
        if item.fails_all and chance.random() < 0.9:
            answer = YES
        is_same = item.pk in before and chance.random() < SAME_ANSWER
        said[item.pk] = before[item.pk] if is_same else answer
    comments = COMMENTS[str(call.dealership.language)]
    review = reviews.save_draft(
        call=call,
        reviewer=reviewer,
        version=version,
        answers=said,
        comment=chance.choice(comments),
        at=at,
    )
    reviews.submit(review=review, at=at)
    return said

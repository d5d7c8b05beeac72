"""Drawing the sample of the weeks that are over: the same whenever and however often it is done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from callreview import talks
from callreview.models import (
    CallType,
    ReviewSettings,
    SampledCall,
    SampleDraw,
    SampleReason,
)
from callreview.rules import samples
from callreview.rules.samples import PHONE, Candidate
from communications.models import PhoneCall, Touch
from dealerships.models import Dealership, User
from followups.models import CallReason

Why = SampleReason.Why
Key = tuple[str, int]


@transaction.atomic
def draw(*, dealership: Dealership, by: User | None, at: datetime) -> SampleDraw:
    """Write down the sample of the last whole weeks, local to the dealership; returns what it did.

    A repeat adds only what has come since: a complaint about an old call, a talk the exchange
    told of late, a larger number in the settings. Nothing is ever taken out.
    """
    numbers = settings_of(dealership, lock=True)
    first, until = samples.weeks_to_draw(dealership.local_date(at))
    start, end = dealership.start_of_day(first), dealership.start_of_day(until)
    phone = talks.phone_talks(dealership, start=start, end=end)
    entered = talks.entered_talks(dealership, start=start, end=end)
    found: dict[Key, set[Why]] = defaultdict(set)
    for why, cause in talks.causes(long_minutes=numbers.long_minutes).items():
        most = numbers.calls_a_week if why == Why.RANDOM else numbers.flagged_a_week
        for each in _first_of_both(phone, entered, cause, most):
            found[each.kind, each.pk].add(why)
    added = _write(dealership, found, by=by, at=at)
    return SampleDraw.objects.create(
        dealership=dealership,
        drawn_at=at,
        drawn_by=by,
        first_week=first,
        until=until,
        calls_a_week=numbers.calls_a_week,
        flagged_a_week=numbers.flagged_a_week,
        added=added,
    )


def _first_of_both(phone: Any, entered: Any, cause: Any, most: int) -> list[Candidate]:
    """The smallest of all are among the smallest of each table."""
    seen = talks.first_of_each(phone, cause, most=most, kind=samples.PHONE)
    told = talks.first_of_each(entered, cause, most=most, kind=samples.ENTERED)
    return samples.drawn([*seen, *told], most=most)


def due(*, at: datetime) -> list[Dealership]:
    """The open dealerships that have not drawn on their present day."""
    last = SampleDraw.objects.filter(dealership=OuterRef("pk")).order_by("-drawn_at")
    rows: Any = Dealership.objects.open().annotate(last=Subquery(last.values("drawn_at")[:1]))
    return [
        each
        for each in rows.order_by("pk")
        if each.last is None or each.local_date(each.last) < each.local_date(at)
    ]


def settings_of(dealership: Dealership, *, lock: bool = False) -> ReviewSettings:
    """The dealership's numbers; locked, nobody else draws until the transaction ends."""
    ReviewSettings.objects.bulk_create(
        [ReviewSettings(dealership=dealership)], ignore_conflicts=True
    )
    rows = ReviewSettings.objects.for_dealership(dealership)
    return (rows.select_for_update() if lock else rows).get()


def numbers_of(dealership: Dealership) -> ReviewSettings:
    """The same without writing: the usual numbers where nobody set any."""
    found = ReviewSettings.objects.for_dealership(dealership).first()
    return found or ReviewSettings(dealership=dealership)


@transaction.atomic
def choose(
    *, dealership: Dealership, talk: PhoneCall | Touch, by: User, at: datetime
) -> SampledCall:
    """Put one talk into the sample by hand; one that is there already only gets the reason.

    Raises NoConversation.
    """
    kind, pk = _key(talk)
    _write(dealership, {(kind, pk): {Why.CHOSEN}}, by=by, at=at)
    row = _sampled(dealership, [(kind, pk)]).get((kind, pk))
    if row is None:
        raise NoConversation
    return SampledCall.objects.get(pk=row)


class NoConversation(Exception):
    """Nobody was spoken with, or nobody knows who of us spoke."""


def _key(talk: PhoneCall | Touch) -> Key:
    """A talk that the exchange saw is the exchange's, whoever names it; unless it was drawn."""
    if isinstance(talk, PhoneCall):
        drawn_as_entered = talk.touch_id and SampledCall.objects.filter(touch=talk.touch_id)
        if drawn_as_entered:
            return samples.ENTERED, talk.touch_id or 0
        return PHONE, talk.pk
    seen = PhoneCall.objects.filter(touch=talk).first()
    if seen and not SampledCall.objects.filter(touch=talk).exists():
        return PHONE, seen.pk
    return samples.ENTERED, talk.pk


def _write(
    dealership: Dealership, found: Mapping[Key, set[Why]], *, by: User | None, at: datetime
) -> int:
    """Rows that are not there yet, and their reasons; returns how many calls are new."""
    known = _sampled(dealership, found)
    new = [key for key in found if key not in known]
    rows = [
        *_of_phone(dealership, [pk for kind, pk in new if kind == PHONE], at),
        *_of_entered(dealership, [pk for kind, pk in new if kind != PHONE], at),
    ]
    SampledCall.objects.bulk_create(rows, ignore_conflicts=True)
    numbers = _sampled(dealership, found)
    SampleReason.objects.bulk_create(
        (
            SampleReason(dealership=dealership, call_id=numbers[key], why=why, at=at, by=by)
            for key, whys in found.items()
            if key in numbers
            for why in sorted(whys)
        ),
        ignore_conflicts=True,
    )
    return len(rows)


def _sampled(dealership: Dealership, keys: Iterable[Key]) -> dict[Key, int]:
    """Number of the sampled call by talk."""
    rows = SampledCall.objects.for_dealership(dealership)
    numbers: dict[Key, int] = {}
    for name, kind in (("phone_call", PHONE), ("touch", samples.ENTERED)):
        wanted = [pk for each, pk in keys if each == kind]
        found = rows.filter(**{f"{name}__in": wanted}).values_list(name, "pk")
        numbers |= {(kind, talk): pk for talk, pk in found}
    return numbers


def _of_phone(dealership: Dealership, pks: list[int], at: datetime) -> list[SampledCall]:
    calls = PhoneCall.objects.for_dealership(dealership).filter(
        pk__in=pks, state=PhoneCall.State.TALKED, user__isnull=False, ended_at__isnull=False
    )
    typed: Any = calls.annotate(purpose=_purpose("touch")).order_by("pk")
    return [
        SampledCall(
            dealership=dealership,
            phone_call=call,
            person_id=call.user_id,
            talked_at=call.started_at,
            seconds=call.seconds,
            week_on=samples.monday(dealership.local_date(call.started_at)),
            call_type=CallType.INCOMING if call.direction == "in" else _type(call.purpose),
            drawn_at=at,
        )
        for call in typed
    ]


def _of_entered(dealership: Dealership, pks: list[int], at: datetime) -> list[SampledCall]:
    touches = Touch.objects.for_dealership(dealership).standing().filter(
        pk__in=pks, channel="call", is_conversation=True, by__isnull=False
    )  # fmt: skip
    typed: Any = touches.annotate(purpose=_purpose("pk")).order_by("pk")
    return [
        SampledCall(
            dealership=dealership,
            touch=touch,
            person_id=touch.by_id,
            talked_at=touch.at,
            week_on=samples.monday(dealership.local_date(touch.at)),
            call_type=CallType.INCOMING if touch.direction == "in" else _type(touch.purpose),
            drawn_at=at,
        )
        for touch in typed
    ]


def _purpose(touch: str) -> Subquery:
    """Of the most urgent rule on the card that the outcome was entered on."""
    reasons = CallReason.objects.filter(
        dealership=OuterRef("dealership"), task__events__touch=OuterRef(touch)
    )
    urgent = reasons.order_by(F("rule__priority"), "pk")
    return Subquery(urgent.values("rule__purpose")[:1])


def _type(purpose: str | None) -> str:
    return purpose if purpose in CallType.values else CallType.OTHER

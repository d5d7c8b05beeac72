"""Which calls of the exchange prove which outcomes that people entered (N8).

Looked at again whenever a report or an event comes: what comes later may fit better.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from communications.models import PhoneCall, Touch
from communications.rules.evidence import AHEAD, BEFORE, Reported, Seen, pairs
from customers.models.customer import Channel
from dealerships.models import Dealership

AROUND = BEFORE + AHEAD + timedelta(hours=2)
Evidence = Touch.Evidence


@transaction.atomic
def relink(*, dealership: Dealership, user_id: int, around: datetime) -> int:
    """Pair one person's outgoing calls and reports near a moment; returns how many are proved.

    Pairs whose other half lies further away stay as they are.
    """
    start, end = around - AROUND, around + AROUND
    found = _calls(dealership, user_id, start, end)
    if not found:
        return 0
    calls = {call.pk: call for call in found}
    touches = {touch.pk: touch for touch in _touches(dealership, user_id, start, end, [*calls])}
    loose = [call for call in found if call.touch_id is None or call.touch_id in touches]
    wanted = dict(
        (call, report)
        for report, call in pairs(
            [_reported(touch) for touch in touches.values()], [_seen(call) for call in loose]
        )
    )
    _write(loose, wanted)
    return len(wanted)


def unlink(*, touch: Touch) -> None:
    """A report was taken back: its call is free for the right one."""
    PhoneCall.objects.filter(touch=touch).update(touch=None)


def _calls(dealership: Dealership, user_id: int, start: datetime, end: datetime) -> list[PhoneCall]:
    rows = PhoneCall.objects.for_dealership(dealership).filter(
        user=user_id, direction="out", started_at__gte=start, started_at__lt=end
    )
    # the other one who links at this moment waits
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _touches(
    dealership: Dealership, user_id: int, start: datetime, end: datetime, calls: list[int]
) -> list[Touch]:
    """Reports of outgoing calls that nothing proves yet, or one of these calls does."""
    rows = Touch.objects.for_dealership(dealership).standing().within(start=start, end=end)
    own = rows.filter(by=user_id, channel=Channel.CALL, direction=Touch.Direction.OUT)
    free = Q(phone_call__isnull=True) | Q(phone_call__in=calls)
    return list(own.exclude(outcome="").filter(free).order_by("pk"))


def _write(calls: list[PhoneCall], wanted: dict[int, int]) -> None:
    """Bring the links to what is wanted; those that change are loosened first."""
    changed = [call for call in calls if call.touch_id != wanted.get(call.pk)]
    if not changed:
        return
    before = [call.touch_id for call in changed if call.touch_id]
    PhoneCall.objects.filter(pk__in=[call.pk for call in changed]).update(touch=None)
    Touch.objects.filter(pk__in=before).update(evidence=Evidence.SELF_REPORTED)
    now = {call.pk: wanted[call.pk] for call in changed if call.pk in wanted}
    for pk, touch in now.items():
        PhoneCall.objects.filter(pk=pk).update(touch=touch)
    Touch.objects.filter(pk__in=now.values()).update(evidence=Evidence.TELEPHONY)
    for call in calls:
        call.touch_id = wanted.get(call.pk)


def _reported(touch: Touch) -> Reported:
    return Reported(touch.pk, touch.at, touch.address, touch.customer_id)


def _seen(call: PhoneCall) -> Seen:
    return Seen(call.pk, call.started_at, call.ended_at, call.number, call.customer_id)

"""The inbox of the exchange's events: told once, twice, late or in any order, one truth (R11).

The event is stored and the call folded anew from all its events, in one transaction: what was
answered with 2xx is there. Which events are the same the unique key of the inbox says, alone.
"""

from datetime import datetime

from django.db import transaction

from communications.models import CallEvent, PhoneCall
from communications.rules import calls
from communications.services import call_evidence, recordings
from communications.services.phone_calls import lock, take_over, whose
from communications.telephony.told import RECORDING, Told
from customers import phones
from dealerships.models import Dealership, Extension


@transaction.atomic
def receive(*, dealership: Dealership, told: Told, at: datetime) -> PhoneCall | None:
    """Take one event of the exchange; returns its call as it stands now.

    None: the same event was told of another call. `at` is our clock's, `told.at` theirs.
    """
    lock(dealership, told.call)
    call = _call_of(dealership, told)
    CallEvent.objects.bulk_create([_event(call, told, at)], ignore_conflicts=True)
    events = list(call.events.all())
    if not events:
        call.delete()
        return None
    _fold(call, events)
    if told.kind == RECORDING and told.audio:
        recordings.attach(call=call, content=told.audio)
    call.save()
    if call.direction == "out" and call.user_id is not None:
        call_evidence.relink(
            dealership=dealership, user_id=call.user_id, around=call.ended_at or call.started_at
        )
    return call


def _call_of(dealership: Dealership, told: Told) -> PhoneCall:
    """The row of the call, locked; ours if we dialled it, else made for a call we never saw."""
    rows = PhoneCall.objects.for_dealership(dealership).select_for_update(of=("self",))
    ours = rows.filter(uid=told.our_id).first() if told.our_id else None
    if ours and ours.provider_id in ("", told.call):
        if not ours.provider_id:
            take_over(ours, provider_id=told.call)
        return ours
    known = rows.filter(provider_id=told.call).first()
    return known or PhoneCall.objects.create(
        dealership=dealership,
        provider_id=told.call,
        direction=told.direction or "in",
        started_at=told.at,
    )


def _event(call: PhoneCall, told: Told, at: datetime) -> CallEvent:
    dealership = call.dealership
    phone = phones.normalise(
        told.number, country=dealership.country, area_code=dealership.area_code
    )
    return CallEvent(
        dealership=dealership,
        call=call,
        event_id=told.event_id,
        kind=told.kind,
        at=told.at,
        received_at=at,
        direction=told.direction,
        extension=told.extension,
        number=phone.value[:20] if phone else "",
        cause=told.cause,
        payload=told.payload | ({"url": told.url} if told.url else {}),
    )


def _fold(call: PhoneCall, events: list[CallEvent]) -> None:
    """Write what the events say together into the row, not yet saved."""
    said = calls.fold(
        calls.CallEvent(
            each.at, each.event_id, each.kind, each.extension, each.number, each.direction,
            each.cause,
        )
        for each in events
    )  # fmt: skip
    call.state = said.state
    call.answered_at, call.ended_at, call.rings = said.answered_at, said.ended_at, said.rings
    if not call.is_dialled:
        call.started_at = said.started_at or call.started_at
        call.direction = said.direction or "in"
        call.number = said.number
        _find_people(call, said.extension)
    urls = sorted((each.at, each.event_id, each.payload["url"]) for each in events
                  if each.kind == RECORDING and each.payload.get("url"))  # fmt: skip
    call.recording_url = urls[0][2] if urls else ""


def _find_people(call: PhoneCall, extension: str) -> None:
    """Who of ours has the telephone, and who of the customers has the number."""
    if extension != call.extension or call.user_id is None:
        telephones = Extension.objects.for_dealership(call.dealership)
        holder = telephones.filter(number=extension).select_related("user").first()
        call.user = holder.user if holder else None
    call.extension = extension
    if call.customer_id is None:
        found = whose(call.dealership, call.number)
        call.customer = found[0] if len(found) == 1 else None

"""Calls by click, and what people do about calls: dial, whose number it is, missed and handled."""

import zlib
from datetime import datetime, timedelta

from django.db import connection, transaction

from communications import telephony
from communications.models import PhoneCall
from communications.rules.calls import IN_PROGRESS
from communications.services import call_evidence
from customers.models import Customer
from dealerships.models import Dealership, User

SAME_CLICK = timedelta(seconds=10)
"""A second click while the first one rings is the same call."""
Fate = telephony.Fate


class NoTelephone(Exception):
    """The person has no extension here, or no exchange is set up."""


def dial(
    *,
    dealership: Dealership,
    by: User,
    extension: str,
    number: str,
    customer: Customer | None,
    at: datetime,
) -> PhoneCall:
    """Let the exchange ring the person's telephone, then the number; returns the call.

    number  E.164. The row is there before the exchange is asked, so that no event is unknown;
    a refusal leaves it FAILED with the exchange's words. Raises NoTelephone.
    """
    if not extension or not telephony.dials():
        raise NoTelephone
    if ringing := _clicked_before(dealership, by, number, at):
        return ringing
    call = PhoneCall.objects.create(
        dealership=dealership,
        direction="out",
        is_dialled=True,
        extension=extension,
        user=by,
        customer=customer,
        number=number,
        started_at=at,
    )
    answer = telephony.exchange().dial(
        dealership=dealership.slug, extension=extension, number=number, our_id=call.uid
    )
    return _taken(call, answer, at=at)


def _clicked_before(
    dealership: Dealership, by: User, number: str, at: datetime
) -> PhoneCall | None:
    same = PhoneCall.objects.for_dealership(dealership).filter(
        user=by, number=number, direction="out", started_at__gt=at - SAME_CLICK
    )
    return same.filter(state__in=[state.value for state in IN_PROGRESS]).first()


@transaction.atomic
def _taken(call: PhoneCall, answer: telephony.Dialled, *, at: datetime) -> PhoneCall:
    """Write down the exchange's answer; its events may have been quicker."""
    if answer.provider_id:
        lock(call.dealership, answer.provider_id)
    call = PhoneCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    call.error = answer.error.replace("\x00", "")[:500]
    if answer.provider_id and not call.provider_id:
        take_over(call, provider_id=answer.provider_id)
    if answer.fate is Fate.REFUSED and not call.events.exists():
        call.state, call.ended_at = PhoneCall.State.FAILED, at
    call.save()
    return call


def lock(dealership: Dealership, provider_id: str) -> None:
    """One transaction at a time about one call of the exchange, also before it has a row."""
    number = zlib.crc32(provider_id.encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [dealership.pk, number])


def take_over(call: PhoneCall, *, provider_id: str) -> None:
    """The exchange's number of a call we dialled is known now; what came under it is this call's.

    The caller holds the lock of the number and the row, and saves it.
    """
    others = PhoneCall.objects.filter(dealership_id=call.dealership_id, provider_id=provider_id)
    other = others.exclude(pk=call.pk).select_for_update(of=("self",)).first()
    if other:
        _move_what_names(other, call)
        call.recording_url = call.recording_url or other.recording_url
        if not call.recording and other.recording:
            call.recording, call.recording_type = other.recording, other.recording_type
        touch, call.touch = other.touch, call.touch or other.touch
        if touch:
            PhoneCall.objects.filter(pk=other.pk).update(touch=None)
        other.delete()
    call.provider_id = provider_id


def _move_what_names(other: PhoneCall, call: PhoneCall) -> None:
    """Events, and whatever upper apps have noted about the row that goes."""
    for relation in PhoneCall._meta.related_objects:
        rows = relation.related_model._base_manager
        rows.filter(**{relation.field.name: other}).update(**{relation.field.name: call})


def whose(dealership: Dealership, number: str) -> list[Customer]:
    """Customers of the dealership who have the number (one query), four at most."""
    if not number:
        return []
    known = Customer.objects.for_dealership(dealership).current().with_phones([number])
    return list(known.order_by("pk")[:4])


def identify(call: PhoneCall) -> None:
    """Say whose call it is, if exactly one customer has the number by now."""
    if call.customer_id is None:
        found = whose(call.dealership, call.number)
        if len(found) == 1:
            call.customer = found[0]
            PhoneCall.objects.filter(pk=call.pk, customer=None).update(customer=found[0])


def handle(*, call: PhoneCall, by: User, at: datetime) -> bool:
    """Somebody takes care of a missed call; False when another person did before."""
    waiting = PhoneCall.objects.filter(pk=call.pk, handled_at__isnull=True)
    return bool(waiting.update(handled_at=at, handled_by=by))


def unhandle(*, call: PhoneCall) -> None:
    """The undo of handle."""
    PhoneCall.objects.filter(pk=call.pk).update(handled_at=None, handled_by=None)


def prove(*, call: PhoneCall, at: datetime) -> None:
    """Look again which report this call proves: it changed, or its customer is known now."""
    if call.user_id is not None:
        call_evidence.relink(dealership=call.dealership, user_id=call.user_id, around=at)

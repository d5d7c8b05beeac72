"""The list of calls for the sales meeting: added, discussed, taken off."""

from datetime import datetime

from django.db import IntegrityError, transaction

from callreview.models import MeetingItem, SampledCall
from dealerships.models import User


class AlreadyListed(Exception):
    """The call is on the list and was not discussed yet."""


def add(*, call: SampledCall, topic: str, by: User, at: datetime) -> MeetingItem:
    """Raises AlreadyListed."""
    try:
        with transaction.atomic():
            return MeetingItem.objects.create(
                dealership_id=call.dealership_id,
                call=call,
                topic=topic,
                added_at=at,
                added_by=by,
            )
    except IntegrityError as error:
        raise AlreadyListed from error


def discuss(*, item: MeetingItem, by: User, at: datetime) -> bool:
    """False when it was discussed or taken off already."""
    waiting = MeetingItem.objects.filter(pk=item.pk, discussed_at=None, removed_at=None)
    return bool(waiting.update(discussed_at=at, discussed_by=by))


def remove(*, item: MeetingItem, at: datetime) -> bool:
    """False when it was discussed or taken off already."""
    waiting = MeetingItem.objects.filter(pk=item.pk, discussed_at=None, removed_at=None)
    return bool(waiting.update(removed_at=at))


def restore(*, item: MeetingItem) -> None:
    """The undo of discuss and remove. Raises AlreadyListed when the call stands there anew."""
    try:
        with transaction.atomic():
            MeetingItem.objects.filter(pk=item.pk).update(
                discussed_at=None, discussed_by=None, removed_at=None
            )
    except IntegrityError as error:
        raise AlreadyListed from error

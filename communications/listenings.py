"""Who listened to the recording of a call, for those who answer for what is recorded."""

from dataclasses import dataclass

from django.db.models import Q

from communications.models import Listening, PhoneCall, Touch
from communications.permissions import may_see_listenings
from dealerships.members import Member

SHOWN = 10


@dataclass(frozen=True)
class Listenings:
    """The latest ones, newest first, and how many there are in all."""

    latest: list[Listening]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.latest)


def shown_to(
    member: Member, *, phone: PhoneCall | None, entered: Touch | None
) -> Listenings | None:
    """Of one call, which the exchange told of, or a person, or both (two queries).

    None: the member may not know.
    """
    if not may_see_listenings(member):
        return None
    of_call = Q(pk__in=[])
    if phone:
        of_call |= Q(phone_call=phone)
    if entered:
        of_call |= Q(touch=entered)
    rows = Listening.objects.for_dealership(member.dealership).filter(of_call)
    return Listenings(
        list(rows.select_related("user").order_by("-at", "-pk")[:SHOWN]), rows.count()
    )

"""The contact budget of a customer (N2): how often advertising, how often a call. Plain values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Budget:
    """
    marketing_contacts    so many contacts that are nothing but advertising …
    marketing_days        … in so many days, the day itself counted
    calls_a_day           so many talks on one local day; promised calls come on top
    days_after_complaint  no advertising from a complaint's end for so many days
    """

    marketing_contacts: int
    marketing_days: int
    calls_a_day: int
    days_after_complaint: int


def advertising_from(
    budget: Budget, *, advertised: Collection[date], complaint_ended: date | None, today: date
) -> date:
    """The first day from `today` on that has room for one more contact of advertising.

    advertised       local days of such contacts before, in any order
    complaint_ended  the day the customer's last complaint was closed
    """
    day = today
    if complaint_ended is not None:
        day = max(day, complaint_ended + timedelta(days=budget.days_after_complaint))
    if budget.marketing_contacts == 0:
        return date.max
    latest = sorted(advertised, reverse=True)
    if len(latest) >= budget.marketing_contacts:
        # the oldest of the last so many must have left the window
        oldest = latest[budget.marketing_contacts - 1]
        day = max(day, oldest + timedelta(days=budget.marketing_days))
    return day


def has_room_for_a_call(budget: Budget, *, talks_today: int) -> bool:
    return talks_today < budget.calls_a_day

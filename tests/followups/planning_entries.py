"""The notebook's entries (planning_by_hand): cards, occasions, and plain questions of days."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tests.followups.planning_worlds import DAY, Person, Plan


@dataclass
class Card:
    """A customer's card; purposes of its reasons in `purposes`."""

    priority: int
    not_before: datetime
    due_until: date
    tries: int
    purposes: set[str] = field(default_factory=set)
    is_held: bool = False


@dataclass(frozen=True)
class Occasion:
    plan: Plan
    person: Person
    on: date

    @property
    def key(self) -> tuple[int, int, date]:
        return self.plan.pk, self.person.pk, self.on

    @property
    def card(self) -> tuple[int, str]:
        return self.person.pk, self.plan.role

    @property
    def due_from(self) -> date:
        return self.on + self.plan.offset * DAY

    @property
    def due_until(self) -> date:
        return self.due_from + (self.plan.window - 1) * DAY


def days_of(plan: Plan, person: Person, day: date) -> list[date]:
    """The days of the rule's event whose window contains the day."""
    asked = [day - (plan.offset + n) * DAY for n in range(plan.window)]
    if plan.trigger == "birthday":
        born = person.born
        return [on for on in asked if born and (on.month, on.day) == (born.month, born.day)]
    event = person.visited if plan.trigger == "visit_closed" else person.insured
    return [on for on in asked if on == event]


def is_held_off(person: Person, at: datetime) -> bool:
    return any(since <= at and (until is None or until > at) for _why, since, until in person.holds)


def instant(day: date, clock: time, zone: str) -> datetime:
    """A wall-clock time; one that the clocks skip is the first moment after the leap."""
    tz = zoneinfo.ZoneInfo(zone)
    return datetime.combine(day, clock, tz).astimezone(zoneinfo.ZoneInfo("UTC"))

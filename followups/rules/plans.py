"""A rule's plan: steps by call or message, from which day, after how many failures. Pure.

Days count from the day the occasion was planned, so that an occasion found late goes through the
same plan; what no longer fits into its window gives way to the last call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

CALL = "call"


class Fault(StrEnum):
    """What is wrong with a plan."""

    EMPTY = "empty"
    LAST_IS_NO_CALL = "last_is_no_call"
    DAYS_FALL = "days_fall"
    BEYOND_WINDOW = "beyond_window"


@dataclass(frozen=True)
class Step:
    """day: first day it may be done; attempts: failures of a call before the next step."""

    channel: str
    day: int = 0
    attempts: int = 1

    @property
    def is_call(self) -> bool:
        return self.channel == CALL


@dataclass(frozen=True)
class Place:
    """Where an occasion stands in its plan: the step that comes or goes on (1 is the first), and
    how often that step has failed."""

    position: int = 1
    failures: int = 0


@dataclass(frozen=True)
class Plan:
    steps: tuple[Step, ...]

    @property
    def most_calls(self) -> int:
        return sum(step.attempts for step in self.steps if step.is_call)

    def at(self, place: Place) -> Step:
        """The step of a place; of a plan that was shortened since, the last."""
        return self.steps[min(place.position, len(self.steps)) - 1]

    def after_failed_call(self, place: Place) -> Place:
        """A call made before its turn, because the card had another reason, counts as one of
        the next call's."""
        position = self._next_call(place.position)
        failures = place.failures + 1 if position == place.position else 1
        if failures < self.steps[position - 1].attempts or position == len(self.steps):
            return Place(position, failures)
        return Place(position + 1)

    def after_message(self, place: Place) -> Place:
        """Sent, or not possible: the next step; the last step of a plan is a call."""
        return Place(min(place.position + 1, len(self.steps)))

    def next_by(self, channel: str, place: Place) -> Place:
        """The next step by a channel; where there is none the place stays."""
        for position in range(place.position, len(self.steps) + 1):
            if self.steps[position - 1].channel == channel:
                return Place(position)
        return place

    def call_on(self, place: Place, *, planned_on: date, due_until: date) -> date:
        """The first day of the next call: at the latest the last of the window (inclusive)."""
        step = self.steps[self._next_call(place.position) - 1]
        return min(planned_on + timedelta(days=step.day), due_until)

    def message_on(self, place: Place, *, planned_on: date, due_until: date) -> date | None:
        """The day of the message that is the step of this place; None where that is a call.

        None too where only the last day of the window is left: it belongs to the call.
        """
        step = self.at(place)
        day = planned_on + timedelta(days=step.day)
        return None if step.is_call or day >= due_until else day

    def messages_ahead(
        self, place: Place, *, planned_on: date, due_until: date
    ) -> list[tuple[int, date]]:
        """Position and day of each message from a place on, should no call reach the customer."""
        positions = range(place.position, len(self.steps) + 1)
        days = [
            (
                position,
                self.message_on(Place(position), planned_on=planned_on, due_until=due_until),
            )
            for position in positions
        ]
        return [(position, day) for position, day in days if day]

    def written_from(
        self, position: int, *, planned_on: date, due_until: date
    ) -> list[tuple[int, date]]:
        """Position and day of each message from a position on, of a plan without its calls.

        Only those in the window (its last day inclusive).
        """
        days = [
            (number, planned_on + timedelta(days=step.day))
            for number, step in enumerate(self.steps, start=1)
            if number >= position and not step.is_call
        ]
        return [(number, day) for number, day in days if day <= due_until]

    def _next_call(self, position: int) -> int:
        for number in range(position, len(self.steps) + 1):
            if self.steps[number - 1].is_call:
                return number
        return len(self.steps)


def faults(steps: Sequence[Step], *, window_days: int) -> list[tuple[Fault, int]]:
    """What is wrong with the steps of a plan, each with the position it is found at."""
    if not steps:
        return [(Fault.EMPTY, 0)]
    found = []
    if not steps[-1].is_call:
        found.append((Fault.LAST_IS_NO_CALL, len(steps)))
    for position, step in enumerate(steps, start=1):
        if position > 1 and step.day < steps[position - 2].day:
            found.append((Fault.DAYS_FALL, position))
        if step.day >= window_days:
            found.append((Fault.BEYOND_WINDOW, position))
    return found

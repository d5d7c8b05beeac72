"""What a telephone call is, from the events the exchange has told: a set, whatever their order.

Each event is counted once by its own number, so that telling it again or late changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an exchange tells."""

    RINGING = "ringing"
    """It rings: at an extension (incoming), or at the customer (outgoing)."""
    ANSWERED = "answered"
    ENDED = "ended"


class Cause(StrEnum):
    """Why a call ended."""

    NORMAL = "normal"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    CANCELLED = "cancelled"
    FAILED = "failed"


class State(StrEnum):
    """Where a call stands."""

    DIALLING = "dialling"
    RINGING = "ringing"
    TALKING = "talking"
    TALKED = "talked"
    MISSED = "missed"
    """It ended and nobody had answered."""
    BUSY = "busy"
    FAILED = "failed"


IN_PROGRESS = frozenset({State.DIALLING, State.RINGING, State.TALKING})


@dataclass(frozen=True, order=True)
class CallEvent:
    """One event as told; ordered by the exchange's clock, then by its number.

    extension, number, cause   empty where the event does not say
    """

    at: datetime
    event_id: str
    kind: str
    extension: str = ""
    number: str = ""
    direction: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Folded:
    """All that the events of one call say together."""

    state: State
    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    extension: str
    number: str
    direction: str
    rings: int
    """At how many telephones, or how many times, it rang."""

    @property
    def seconds(self) -> int | None:
        """How long they talked; None while they do, or where nobody answered."""
        return talk_seconds(self.answered_at, self.ended_at)


def fold(events: Iterable[CallEvent]) -> Folded:
    """The state of a call; the same for every order of the same events.

    The first answer and the last end count: a call passed on is one call. Who answered has it;
    until then the telephone that rings last.
    """
    told = sorted(events)
    answered = _of(told, Kind.ANSWERED)
    ended = _of(told, Kind.ENDED)
    ringing = _of(told, Kind.RINGING)
    return Folded(
        state=_state(ringing, answered, ended),
        started_at=told[0].at if told else None,
        answered_at=answered[0].at if answered else None,
        ended_at=ended[-1].at if ended else None,
        extension=_last([*ringing, *ended, *answered], lambda event: event.extension),
        number=_first(told, lambda event: event.number),
        direction=_first(told, lambda event: event.direction),
        rings=len(ringing),
    )


def talk_seconds(answered_at: datetime | None, ended_at: datetime | None) -> int | None:
    """Whole seconds between answer and end; never less than none."""
    if answered_at is None or ended_at is None:
        return None
    return max(0, int((ended_at - answered_at).total_seconds()))


def _state(ringing: list[CallEvent], answered: list[CallEvent], ended: list[CallEvent]) -> State:
    if ended:
        if answered:
            return State.TALKED
        ends = {Cause.BUSY.value: State.BUSY, Cause.FAILED.value: State.FAILED}
        return ends.get(ended[-1].cause, State.MISSED)
    if answered:
        return State.TALKING
    return State.RINGING if ringing else State.DIALLING


def _of(told: list[CallEvent], kind: Kind) -> list[CallEvent]:
    return [event for event in told if event.kind == kind]


def _first(told: list[CallEvent], read: Callable[[CallEvent], str]) -> str:
    return next((read(event) for event in told if read(event)), "")


def _last(told: list[CallEvent], read: Callable[[CallEvent], str]) -> str:
    return next((read(event) for event in reversed(told) if read(event)), "")

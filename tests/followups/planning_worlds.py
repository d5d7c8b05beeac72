"""Dealerships, rules and customers as hypothesis draws them: plain values, no models.

Instants lie on quarters of an hour, so that a clock of quarters finds every change.
"""

import itertools
import zoneinfo
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hypothesis import strategies as st

# clocks that go forward and back by an hour, by half of one, at midnight, and that never do
ZONES = [
    "Europe/Moscow", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
    "America/Santiago", "America/Havana", "Asia/Shanghai", "Asia/Kolkata",
]  # fmt: skip
LAWS = [("own", "RU"), ("ru", "RU"), ("eu", "RU"), ("cn", "CN"), ("own", "CN")]
# before and in public holidays of both countries, and an ordinary week
HOLIDAYS = [date(2026, 12, 30), date(2027, 2, 5), date(2027, 4, 30), date(2027, 10, 1)]
PURPOSES = ["service", "satisfaction", "advertising"]
# what speaks against a person being called; mostly nothing; "writes": they agreed to SMS alone
AGAINST = [
    *[""] * 10, "said", "said", "said", "writes", "writes", "hold", "hold", "complained",
    "complained", "silent", "reply", "sold", "sold", "wrong", "invalid", "none",
]  # fmt: skip
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)


@dataclass
class Place:
    """A dealership: its clock, its hours, its law, its contact budget."""

    zone: str
    law: str
    country: str
    calls_from: time
    calls_until: time
    closed: frozenset[date]
    marketing_contacts: int
    marketing_days: int
    calls_a_day: int
    days_after_complaint: int

    @property
    def tz(self):
        return zoneinfo.ZoneInfo(self.zone)


@dataclass
class Plan:
    """A rule. steps: (channel, day, attempts); share: per cent left alone."""

    pk: int
    trigger: str
    offset: int
    window: int
    purpose: str
    role: str
    priority: int
    share: int
    steps: list[tuple[str, int, int]]


@dataclass
class Person:
    """
    consents  (purpose, "call", "sms" or "any") → (granted, given at)
    holds     (reason, since, until or None)
    touches   (at, channel, talk, advertising, taken back)
    insured   last day of a policy; owns: they still own the car that it is for
    """

    pk: int
    zone: str
    prefers_from: time | None
    phone: str
    is_silent: bool
    waits_for_answer: bool
    born: date | None
    visited: date | None
    insured: date | None
    owns: bool
    consents: dict[tuple[str, str], tuple[bool, datetime]]
    holds: list[tuple[str, datetime, datetime | None]]
    touches: list[tuple[datetime, str, bool, bool, bool]]


@dataclass
class Morning:
    """A run of the planner: its day and instant, the shares of the rules by then, and who of the
    customers with a card is in somebody's hands (the number of one of them)."""

    day: date
    at: datetime
    shares: list[int]
    held: int | None


@dataclass
class World:
    place: Place
    plans: list[Plan]
    people: list[Person]
    mornings: list[Morning] = field(default_factory=list)


@cache
def clock_changes(zone: str) -> list[date]:
    """The days of 2026 and 2027 on which the clocks of a zone are changed."""
    tz = zoneinfo.ZoneInfo(zone)
    noons = [datetime(2026, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(729)]
    offsets = [(noon.date(), noon.astimezone(tz).utcoffset()) for noon in noons]
    pairs = itertools.pairwise(offsets)
    return [day for (_before, was), (day, is_now) in pairs if was != is_now]


clocks = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
# hours that have something in common with those of every law
openings = st.integers(7 * 4, 11 * 4).map(lambda n: time(n // 4, n % 4 * 15))
closings = st.integers(14 * 4, 22 * 4).map(lambda n: time(n // 4, n % 4 * 15))


@st.composite
def places(draw, zone: str, day: date):
    law, country = draw(st.sampled_from(LAWS))
    return Place(
        zone, law, country, draw(openings), draw(closings),
        frozenset(day + n * DAY for n in draw(st.sets(st.integers(0, 6), max_size=2))),
        draw(st.integers(0, 2)), draw(st.integers(1, 12)),
        draw(st.integers(1, 2)), draw(st.integers(0, 6)),
    )  # fmt: skip


@st.composite
def plans(draw, pk: int):
    window = draw(st.integers(1, 9).map(lambda n: 10 - n))
    days = sorted(draw(st.lists(st.integers(0, window - 1), min_size=1, max_size=3)))
    steps = [(draw(st.sampled_from(["call", "sms"])), day, 1) for day in days]
    steps = [(by, day, draw(st.integers(1, 3)) if by == "call" else 1) for by, day, _ in steps]
    steps[-1] = ("call", days[-1], draw(st.integers(1, 3)))
    return Plan(
        pk, draw(st.sampled_from(["birthday", "visit_closed", "insurance_ending"])),
        draw(st.integers(-2, 2)), window, draw(st.sampled_from([*PURPOSES, "advertising"])),
        draw(st.sampled_from(["", "", "salesperson"])), draw(st.integers(1, 9)), 0, steps,
    )  # fmt: skip


def near(at: datetime, before: int, after: int):
    """An instant so many days before or after another one."""
    return st.integers(-before * 96, after * 96).map(lambda quarters: at + quarters * QUARTER)


@st.composite
def people(draw, pk: int, at: datetime, day: date, place: Place):
    """Most have an occasion or two and little that speaks against them: else nobody is planned."""
    days = st.integers(-3, 3).map(lambda n: day + n * DAY)
    against = draw(st.sampled_from(AGAINST))
    said = draw(statements(at)) if against == "said" else {}
    by = "sms" if against == "writes" else "any"
    agreed = {(purpose, by): (True, at - 40 * DAY) for purpose in PURPOSES}
    return Person(
        pk,
        zone=draw(st.sampled_from(["", "", *ZONES])),
        prefers_from=draw(st.one_of(st.none(), clocks)),
        phone=against if against in ("wrong", "invalid", "none") else "good",
        is_silent=against == "silent",
        waits_for_answer=against == "reply",
        born=draw(days).replace(year=1980),
        visited=draw(st.one_of(st.none(), st.integers(-4, 0).map(lambda n: day + n * DAY))),
        insured=draw(st.one_of(st.none(), days)),
        owns=against != "sold",
        consents=said if against == "said" and draw(st.booleans()) else agreed | said,
        holds=draw(HOLDS[against](at)) if against in HOLDS else [],
        touches=draw(st.lists(touches(place, at, day), max_size=4)),
    )


def statements(at: datetime):
    said = st.tuples(st.sampled_from(PURPOSES), st.sampled_from(["call", "any", "sms"]))
    granted = st.tuples(st.sampled_from([True, True, False]), near(at, 30, 0))
    return st.dictionaries(said, granted)


@st.composite
def holds(draw, at: datetime):
    since = draw(near(at, 9, 2))
    until = draw(st.one_of(st.none(), st.integers(0, 10 * 96), st.integers(0, 10 * 96)))
    ends = since + until * QUARTER if until is not None else None
    return draw(st.sampled_from(["complaint", "asked"])), since, ends


def complaints(at: datetime):
    """That are over."""
    since = at - 20 * DAY
    return near(at, 7, 0).map(lambda until: [("complaint", since, until)])


HOLDS = {"hold": lambda at: st.lists(holds(at), min_size=1, max_size=2), "complained": complaints}


def touches(place: Place, at: datetime, day: date):
    """Many lie on the first moments of days, and around the instant itself."""
    first_moments = st.integers(0, 13).map(
        lambda n: datetime.combine(day - n * DAY, time(0), place.tz).astimezone(UTC)
    )
    return st.tuples(
        st.one_of(near(at, 14, 1), near(at, 1, 2), first_moments),
        st.sampled_from(["call", "call", "sms", "email"]),
        st.booleans(),
        st.sampled_from([True, True, False]),
        st.sampled_from([False, False, False, True]),
    )


def around(zone: str) -> list[date]:
    """Around these days most goes wrong."""
    return [*clock_changes(zone), *HOLIDAYS]


@st.composite
def worlds(draw, zones=ZONES, days=around):
    """Two mornings around one of the days that are told of the dealership's zone."""
    zone = draw(st.sampled_from(zones))
    day = draw(st.sampled_from(days(zone))) + draw(st.integers(-3, 1)) * DAY
    clock = draw(st.one_of(st.just(time(6)), clocks))
    at = datetime.combine(day, clock, zoneinfo.ZoneInfo(zone)).astimezone(UTC)
    place = draw(places(zone, day))
    first = draw(st.integers(10**6, 10**9))
    rules = [draw(plans(first + n)) for n in range(draw(st.integers(2, 4)))]
    first = draw(st.integers(10**6, 10**9))
    customers = [draw(people(first + n, at, day, place)) for n in range(draw(st.integers(3, 8)))]
    shares = st.lists(st.sampled_from([0, 0, 10, 20]), min_size=4, max_size=4)
    ahead = draw(st.integers(1, 3))
    later = datetime.combine(day + ahead * DAY, clock, zoneinfo.ZoneInfo(zone)).astimezone(UTC)
    held = draw(st.one_of(st.none(), st.integers(0, 4)))
    mornings = [
        Morning(day, at, draw(shares), None),
        Morning(day + ahead * DAY, later, draw(shares), held),
    ]
    return World(place, rules, customers, mornings)

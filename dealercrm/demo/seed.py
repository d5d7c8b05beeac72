"""Fills an installation with the demo: history, import, people, two weeks of calls, KPIs."""

import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from django.db import connection

from communications.services.reached_hours import count_hours
from dealercrm.demo import (
    control_groups,
    countries,
    exports,
    inbox,
    letters,
    plans,
    promises,
    reviews,
    staff,
    telephones,
    words,
)
from dealercrm.demo.days import CallCentre, Words
from dealercrm.demo.history import Country, Simulation
from dealerships import services as dealerships
from dealerships.models import Dealership, Role, User
from exchange.services import runs
from kpis.services.targets import set_targets

DAYS_OF_CALLS = 14
# percent; a few are missed, so that the dashboard has something to say
TARGETS = {
    "repeat_purchase_flow": 27,
    "service_retention": 70,
    "referral_customer": 20,
    "churn": 12,
}


@dataclass(frozen=True)
class Place:
    """One dealership of the demo."""

    slug: str
    name: str
    time_zone: str
    code: str
    country: Country
    dialect: exports.Dialect
    people: tuple[staff.Person, ...]
    others: Mapping[str, tuple[str, ...]]
    words: Words
    post: letters.Post
    buyers_a_month: int
    calls_a_day: int
    seed: int


PLACES = (
    Place(
        slug="sever",
        name="Север Авто",
        time_zone="Europe/Moscow",
        code="RU",
        country=countries.RUSSIA,
        dialect=exports.RUSSIAN,
        people=staff.RUSSIA,
        others=staff.RUSSIA_OTHERS,
        words=words.RUSSIAN,
        post=words.RUSSIAN_POST,
        buyers_a_month=8,
        calls_a_day=6,
        seed=7,
    ),
    Place(
        slug="dongfang",
        name="东方汽车",
        time_zone="Asia/Shanghai",
        code="CN",
        country=countries.CHINA,
        dialect=exports.CHINESE,
        people=staff.CHINA,
        others=staff.CHINA_OTHERS,
        words=words.CHINESE,
        post=words.CHINESE_POST,
        buyers_a_month=5,
        calls_a_day=4,
        seed=11,
    ),
)


def seed(*, at: datetime, say: Callable[[str], object]) -> None:
    """Create the demo's dealerships that are not there yet. A repeat changes nothing.

    at   now; history ends on the day before, local to each dealership
    say  told of each step
    """
    for place in PLACES:
        if Dealership.objects.filter(slug=place.slug).exists():
            say(f"{place.name}: already there")
            continue
        _build(place, at, say)


@dataclass(frozen=True)
class House:
    """A dealership while it is being filled, and its people by login."""

    place: Place
    dealership: Dealership
    users: Mapping[str, User]
    at: datetime
    chance: random.Random

    @property
    def today(self) -> date:
        return self.dealership.local_date(self.at)

    @property
    def head(self) -> User:
        return self.named("head")[0]

    @property
    def manager(self) -> User:
        return self.named("relations")[0]

    @property
    def callers(self) -> list[User]:
        """Salespeople and advisors, by their names in the DMS."""
        return [self.users[person.username] for person in self.place.people if person.dms_name]

    def named(self, role: str) -> list[User]:
        """Whose login begins so."""
        return [user for name, user in self.users.items() if name.startswith(role)]


def _build(place: Place, at: datetime, say: Callable[[str], object]) -> None:
    say(f"{place.name}: seven years of history …")
    dealership = dealerships.create_dealership(
        slug=place.slug, name=place.name, time_zone=place.time_zone, country=place.code
    )
    users = staff.hire(place.people, dealership)
    chance = random.Random(place.seed)  # noqa: S311 - a story, not a secret
    house = House(place, dealership, users, at, chance)
    _live_the_past(house)
    say(f"{place.name}: two weeks of calls …")
    _live_two_weeks(house)
    _prepare_today(house)


def _live_the_past(house: House) -> None:
    dealership, at, chance = house.dealership, house.at, house.chance
    _import(house.place, dealership, house.today, at, chance)
    plans.write_between_calls(dealership=dealership, by=house.head, at=at)
    plans.ask_for_messages(dealership=dealership, chance=chance, at=at)
    control_groups.live_a_year(dealership=dealership, today=house.today, chance=chance)
    # nobody waits for autovacuum here: two weeks are planned at once, by statistics of now
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    staff.link_names(house.place.people, dealership)


def _live_two_weeks(house: House) -> None:
    place, dealership, at, chance = house.place, house.dealership, house.at, house.chance
    operators = house.named("operator")
    CallCentre(
        dealership=dealership,
        operators=operators,
        callers=house.callers,
        manager=house.manager,
        words=place.words,
        calls_a_day=place.calls_a_day,
        chance=chance,
        now=at,
    ).live(days=DAYS_OF_CALLS)
    promises.live(
        dealership=dealership,
        operators=operators,
        sellers=house.callers,
        texts=place.words.promises,
        chance=chance,
        at=at,
    )
    count_hours(dealership=dealership, at=at)
    telephones.connect(dealership, chance=chance, at=at)


def _prepare_today(house: House) -> None:
    dealership, manager, at = house.dealership, house.manager, house.at
    targets: dict[str, Decimal | None] = {
        code: Decimal(percent) for code, percent in TARGETS.items()
    }
    set_targets(dealership=dealership, year=house.today.year, percents=targets)
    letters.prepare(dealership=dealership, words=house.place.post, by=manager, at=at)
    # whoever tries the demo at night wants a call too
    dealership.calls_from, dealership.calls_until = time(0), time(23, 59)
    dealership.law = Dealership.Law.OWN
    dealership.save(update_fields=["calls_from", "calls_until", "law"])
    inbox.fill(dealership=dealership, manager=manager, at=at)
    reviews.fill(dealership=dealership, by=[manager, house.head], chance=house.chance, at=at)


def _import(
    place: Place, dealership: Dealership, today: date, at: datetime, chance: random.Random
) -> None:
    named = [person.dms_name for person in place.people if person.dms_name]
    sellers = [person.dms_name for person in place.people if _is_seller(person)]
    advisors = [name for name in named if name not in sellers]
    history = Simulation(
        country=place.country,
        # most sales are of those who can sign in, so that their own lists have customers
        salespeople=(*sellers * 3, *place.others["sales"]),
        advisors=(*advisors, *place.others["service"]),
        buyers_a_month=place.buyers_a_month,
        today=today,
        chance=chance,
    ).run()
    run = runs.create_run(dealership=dealership, source="dms", exported_on=today, by=None)
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        for path in exports.write(history, place.dialect, Path(folder)):
            runs.add_file(run=run, path=path, name=path.name)
        runs.execute(run=run, at=at)


def _is_seller(person: staff.Person) -> bool:
    return bool(person.dms_name) and Role.SALESPERSON in person.roles

"""Seven years of a dealership, simulated: who bought, who came to the service, who stayed away.

The story the screens tell: buyers stay with the service while the warranty holds and leave in the
third and fourth year; those who stay buy again more often; recommendations grow.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dealercrm.demo.cars import CarModel, vin

YEARS = 7
DAYS_A_YEAR = 365
# share of owners who still come to the service in their 1st, 2nd, … year of ownership
STAY = (0.92, 0.84, 0.66, 0.47, 0.36, 0.30, 0.27)
SOURCES = {
    "walk_in": 28,
    "internet": 26,
    "phone": 17,
    "advertising": 9,
    "invitation": 10,
    "agent": 3,
}
VISIT_KINDS = {"maintenance": 52, "repair": 20, "warranty": 8, "body": 6, "wash": 6, "tyres": 8}


@dataclass(frozen=True)
class Country:
    """What differs between the demo's countries."""

    person: Callable[[random.Random], str]
    company: Callable[[random.Random], str]
    plate: Callable[[random.Random], str]
    phone: Callable[[random.Random], str]
    cities: tuple[str, ...]
    cars: tuple[CarModel, ...]
    labour_hour: int  # in the country's currency
    code: Callable[[int], str]


@dataclass
class Buyer:
    code: str
    name: str
    is_company: bool
    phones: list[str]
    email: str
    birth_date: date | None
    city: str
    may_call: bool
    may_advertise: bool
    channel: str


@dataclass
class History:
    """Rows of the five tables, as plain dictionaries keyed by field code."""

    customers: list[Buyer] = field(default_factory=list)
    sales: list[dict[str, object]] = field(default_factory=list)
    repair_orders: list[dict[str, object]] = field(default_factory=list)
    traffic: list[dict[str, object]] = field(default_factory=list)
    marketing: list[dict[str, object]] = field(default_factory=list)


@dataclass
class Simulation:
    country: Country
    salespeople: tuple[str, ...]
    advisors: tuple[str, ...]
    buyers_a_month: int
    today: date
    chance: random.Random
    history: History = field(default_factory=History)

    def run(self) -> History:
        """Simulate month by month from seven years ago until yesterday."""
        day = (self.today - timedelta(days=YEARS * DAYS_A_YEAR)).replace(day=1)
        while day < self.today:
            self._month(day)
            day = (day + timedelta(days=32)).replace(day=1)
        self.history.repair_orders.sort(key=lambda row: str(row["opened"]))
        self._second_cards()
        return self.history

    def _month(self, first: date) -> None:
        grown = 0.7 + 0.6 * (first.year - self.today.year + YEARS) / YEARS
        for _ in range(round(self.buyers_a_month * grown)):
            day = first + timedelta(days=self.chance.randrange(28))
            if day < self.today:
                self._buy(self._new_customer(), day)
        self._traffic(first)
        for source, budget in (("internet", 60), ("advertising", 45), ("phone", 6), ("agent", 4)):
            # plausible: about three hours of labour for a contact from the web
            amount = budget * self.country.labour_hour * self.chance.randint(70, 130) / 600
            self.history.marketing.append({"month": first, "source": source, "amount": amount})

    def _new_customer(self) -> Buyer:
        number = len(self.history.customers) + 1
        is_company = self.chance.random() < 0.07
        name = (self.country.company if is_company else self.country.person)(self.chance)
        has_birth_date = not is_company and self.chance.random() < 0.6
        buyer = Buyer(
            code=self.country.code(number),
            name=name,
            is_company=is_company,
            phones=[self.country.phone(self.chance)],
            email=f"client{number}@example.com" if self.chance.random() < 0.4 else "",
            birth_date=date(1955, 1, 1) + timedelta(days=self.chance.randrange(17_500))
            if has_birth_date
            else None,
            city=self.chance.choice(self.country.cities),
            may_call=self.chance.random() < 0.94,
            may_advertise=self.chance.random() < 0.8,
            channel=self.chance.choices(("call", "sms", "email", "messenger"), (70, 10, 8, 12))[0],
        )
        self.history.customers.append(buyer)
        return buyer

    def _buy(self, buyer: Buyer, day: date) -> None:
        car = self.chance.choice(self.country.cars)
        number = len(self.history.sales) + 1
        is_new = self.chance.random() < 0.8
        price = round(car.price * self.chance.uniform(0.92, 1.18) * (1 if is_new else 0.6), 2)
        source, referrer = self._source(day)
        sale: dict[str, object] = {
            "contract": f"D-{day.year}-{number:05d}",
            "delivered": day,
            "customer": buyer.code,
            "vin": vin(self.chance, car, number),
            "plate": self.country.plate(self.chance),
            "make": car.make,
            "model": car.model,
            "year": day.year if is_new else day.year - self.chance.randint(2, 5),
            "is_new": is_new,
            "price": price,
            "accessories": round(price * self.chance.choice((0, 0.01, 0.02, 0.03)), 2),
            "finance": round(price * self.chance.choice((0, 0, 0.01, 0.02)), 2),
            "salesperson": self.chance.choice(self.salespeople),
            "source": source,
            "referrer": referrer,
            "trade_in": self.chance.random() < 0.15,
            "insurance_until": self._insurance_until(day),
            "loan_until": day + timedelta(days=3 * DAYS_A_YEAR)
            if self.chance.random() < 0.35
            else None,
            "warranty_until": day + timedelta(days=3 * DAYS_A_YEAR) if is_new else None,
        }
        self.history.sales.append(sale)
        stayed = self._visits(buyer, sale, day, car)
        self._buy_again(buyer, day, stayed)

    def _source(self, day: date) -> tuple[str, str]:
        """Recommendations grow over the years; one names an earlier buyer."""
        years_ago = (self.today - day).days / DAYS_A_YEAR
        if self.history.sales and self.chance.random() < 0.19 - 0.015 * years_ago:
            return "referral", str(self.chance.choice(self.history.sales)["customer"])
        return self.chance.choices(list(SOURCES), list(SOURCES.values()))[0], ""

    def _insurance_until(self, day: date) -> date | None:
        """Renewed year by year for those who insure with us."""
        if self.chance.random() < 0.3:
            return None
        years = (self.today - day).days // DAYS_A_YEAR + 1
        return day + timedelta(days=years * DAYS_A_YEAR)

    def _visits(self, buyer: Buyer, sale: dict[str, object], bought: date, car: CarModel) -> int:
        """Visits until the owner leaves; gives how many years they stayed."""
        km_a_day, day, year = self.chance.randint(22, 65), bought, 0
        leaves_after = self.chance.random()
        while True:
            day += timedelta(days=self.chance.randint(150, 330))
            year = (day - bought).days // DAYS_A_YEAR
            if day >= self.today or year >= len(STAY) or leaves_after > STAY[year]:
                return year
            self._visit(buyer, sale, day, km_a_day * (day - bought).days)

    def _visit(self, buyer: Buyer, sale: dict[str, object], day: date, km: int) -> None:
        opened = datetime.combine(day, time(self.chance.randint(8, 16), 15))
        promised = _while_open(opened + timedelta(hours=self.chance.choice((2, 4, 8, 24))))
        closed = promised + timedelta(hours=self.chance.choice((-1, -1, 0, 0, 2, 6)))
        closed = _while_open(max(closed, opened + timedelta(hours=1)))
        kind = self.chance.choices(list(VISIT_KINDS), list(VISIT_KINDS.values()))[0]
        labour = round(self.country.labour_hour * self.chance.uniform(0.8, 6.0), 2)
        is_closed = closed.date() < self.today
        self.history.repair_orders.append(
            {
                "number": f"R{len(self.history.repair_orders) + 1:07d}",
                "opened": opened,
                "promised": promised,
                "closed": closed if is_closed else None,
                "customer": buyer.code,
                "car": sale,
                "km": km,
                "kind": kind,
                "labour": 0 if kind == "warranty" else labour,
                "parts": round(labour * self.chance.choice((0, 0.5, 1.4)), 2),
                "body": round(labour * 1.5, 2) if kind == "body" else 0,
                "advisor": self.chance.choice(self.advisors),
                "repeat": self.chance.random() < 0.025,
                "advice": self.chance.random() < 0.3,
            }
        )

    def _buy_again(self, buyer: Buyer, bought: date, years_stayed: int) -> None:
        likely = 0.48 if years_stayed >= 2 else 0.14
        day = bought + timedelta(days=self.chance.randint(800, 1700))
        if day < self.today and self.chance.random() < likely:
            self._buy(buyer, day)

    def _traffic(self, first: date) -> None:
        for _ in range(self.buyers_a_month * 2):
            at = datetime.combine(
                first + timedelta(days=self.chance.randrange(28)),
                time(self.chance.randint(9, 19), self.chance.randrange(60)),
            )
            if at.date() >= self.today:
                continue
            is_known = self.chance.random() < 0.8
            self.history.traffic.append(
                {
                    "at": at,
                    "kind": self.chance.choices(("visit", "call", "web"), (45, 35, 20))[0],
                    "source": self.chance.choices(list(SOURCES), list(SOURCES.values()))[0],
                    "name": self.country.person(self.chance) if is_known else "",
                    "phone": self.country.phone(self.chance) if is_known else "",
                    "interest": self.chance.choice(self.country.cars),
                    "salesperson": self.chance.choice(self.salespeople),
                }
            )

    def _second_cards(self) -> None:
        """A few people were entered twice: work for the page of duplicates."""
        for buyer in self.chance.sample(self.history.customers, len(self.history.customers) // 60):
            number = len(self.history.customers) + 1
            twin = Buyer(**vars(buyer))
            twin.code = self.country.code(number)
            twin.email = ""
            twin.birth_date = None if self.chance.random() < 0.5 else buyer.birth_date
            self.history.customers.append(twin)


def _while_open(moment: datetime) -> datetime:
    """A car is handed over between 9 and 20 o'clock: what is ready later waits for the morning."""
    if moment.hour >= 20:
        moment += timedelta(days=1)
    if not 9 <= moment.hour < 20:
        return moment.replace(hour=9)
    return moment

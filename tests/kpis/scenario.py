"""Seeded random dealerships for the KPI tests: resold, cancelled, told, late, on every edge."""

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from communications.models import Touch
from customers.models import (
    Customer,
    CustomerRelation,
    Ownership,
    Vehicle,
    VehicleRelation,
)
from dealerships.models import Dealership, Holding
from sales.models import LeadSource, MarketingSpend, Sale, TrafficContact
from service.models import RepairOrder
from tests.factories import make_dealership

FIRST, LAST = date(2019, 1, 1), date(2026, 11, 20)
# days on which windows begin and end, for as-of dates the tests ask about
EDGES = [
    date(2023, 2, 27),
    date(2023, 2, 28),
    date(2023, 3, 1),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2025, 10, 31),
    date(2025, 11, 1),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 10, 31),
]
AS_OF = [date(2026, 10, 31), date(2024, 2, 29), date(2024, 2, 28), date(2021, 6, 15)]
SOURCES = ("walk_in", "internet", "referral", "invitation", "agent")
CONTRACTS = ("A-", "a-", "Я-", "я-", "ДКП-", "é-", "")


def random_dealerships(seed: int, *, size: int = 40) -> list[Dealership]:
    """Two sisters of one holding and one of another, with a shared VIN across the holdings."""
    pick = random.Random(seed)
    sister = make_dealership(f"sister{seed}")
    dealerships = [
        sister,
        make_dealership(f"brother{seed}", holding=sister.holding, time_zone="Europe/Samara"),
        make_dealership(f"cousin{seed}", holding=Holding.objects.create(name="else")),
    ]
    for holding in {dealership.holding for dealership in dealerships}:
        _fill(pick, [each for each in dealerships if each.holding == holding], size)
    return dealerships


def _fill(pick: random.Random, dealerships: list[Dealership], size: int) -> None:
    holding = dealerships[0].holding
    customers = Customer.objects.bulk_create(
        Customer(
            holding=holding,
            kind=pick.choice(["person", "person", "company"]),
            full_name=f"Customer {number}",
            search_name=f"customer {number}",
            sort_name=f"customer {number}",
        )
        for number in range(size)
    )
    vehicles = Vehicle.objects.bulk_create(
        Vehicle(holding=holding, vin=f"XW8ZZZ61ZJG{number:06d}" if number % 9 else "")
        for number in range(size)
    )
    for dealership in dealerships:
        CustomerRelation.objects.bulk_create(
            CustomerRelation(holding=holding, dealership=dealership, customer=customer)
            for customer in customers
        )
        VehicleRelation.objects.bulk_create(
            VehicleRelation(holding=holding, dealership=dealership, vehicle=vehicle)
            for vehicle in vehicles
        )
        _sales(pick, dealership, customers, vehicles)
        _visits(pick, dealership, customers, vehicles)
        _marketing(pick, dealership)
        _attempts(pick, dealership, customers)
    _told(pick, holding)


def _day(pick: random.Random) -> date:
    if pick.random() < 0.2:
        return pick.choice(EDGES)
    return FIRST + timedelta(days=pick.randrange((LAST - FIRST).days))


def _sources(dealership: Dealership) -> list[LeadSource]:
    for code in SOURCES:
        LeadSource.objects.get_or_create(dealership=dealership, code=code)
    return list(LeadSource.objects.filter(dealership=dealership, code__in=SOURCES))


def _sales(pick, dealership, customers, vehicles) -> None:
    sources = [*_sources(dealership), None]
    Sale.objects.bulk_create(
        Sale(
            dealership=dealership,
            contract_number=f"{pick.choice(CONTRACTS)}{number}",
            delivered_on=_day(pick),
            customer=pick.choice(customers[: len(customers) * 2 // 3]),
            vehicle=pick.choice(vehicles),
            condition="new",
            price=Decimal(pick.randrange(10**8)) / 100,
            accessories=Decimal(pick.choice([0, 12345])) / 100,
            finance=pick.choice([0, Decimal("0.01")]),
            lead_source=pick.choice(sources),
            referrer_code=pick.choice(["", "", "", "nobody"]),
            referrer=pick.choice([None, None, None, customers[0]]),
            cancelled_at=pick.choice([None] * 9 + [datetime(2026, 11, 1, tzinfo=UTC)]),
        )
        for number in range(len(customers) * 2)
    )


def _visits(pick, dealership, customers, vehicles) -> None:
    visits = []
    for number in range(len(customers) * 6):
        day = _day(pick)
        opened = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
        # around local midnight too
        closed = opened + timedelta(minutes=pick.choice([0, 60, 929, 930, 990, 1199, 2000]))
        closed = None if pick.random() < 0.1 else closed
        visits.append(
            RepairOrder(
                dealership=dealership,
                number=f"R{number}",
                opened_at=opened,
                promised_at=pick.choice([None, opened + timedelta(minutes=930)]),
                closed_at=closed,
                closed_on=dealership.local_date(closed) if closed else None,
                customer=pick.choice(customers[number % 2 :: 3]),
                vehicle=pick.choice(vehicles),
                kind=pick.choice(["wash", "repair"]),
                labour=Decimal(pick.randrange(10**6)) / 100,
                parts=pick.choice([0, Decimal("10.10")]),
                body=pick.choice([0, Decimal("0.01")]),
                is_repeat_repair=pick.random() < 0.1,
            )
        )
    RepairOrder.objects.bulk_create(visits)


def _marketing(pick, dealership) -> None:
    sources = _sources(dealership)
    TrafficContact.objects.bulk_create(
        TrafficContact(
            dealership=dealership,
            identity=UUID(int=number),
            at=(at := datetime(*_day(pick).timetuple()[:3], 20, 30, tzinfo=UTC)),
            on=dealership.local_date(at),
            kind="visit",
            lead_source=pick.choice([*sources, None]),
            phone_as_given=pick.choice(["", "12"]),
            email=pick.choice(["", "", "a@example.com"]),
        )
        for number in range(100)
    )
    MarketingSpend.objects.bulk_create(
        MarketingSpend(
            dealership=dealership,
            month=date(year, month, 1),
            lead_source=source,
            amount=Decimal(pick.randrange(10**7)) / 100,
        )
        for source in sources[1:]
        for year in range(2020, 2027)
        for month in range(1, 13)
    )


def _attempts(pick, dealership, customers) -> None:
    """Calls at all hours: near midnight the day depends on the zone."""
    Touch.objects.bulk_create(
        Touch(
            dealership=dealership,
            customer=pick.choice(customers),
            channel=pick.choice(["call", "call", "call", "sms"]),
            direction=pick.choice(["out", "out", "out", "in"]),
            at=datetime.combine(_day(pick), time(pick.randrange(24), 30), UTC),
            outcome=pick.choice(["reached", "reached", "no_answer", "busy", ""]),
            is_conversation=pick.random() < 0.5,
            evidence=pick.choice(["self", "telephony"]),
            undone_at=pick.choice([None, None, None, datetime(2026, 1, 1, tzinfo=UTC)]),
        )
        for _number in range(3 * len(customers))
    )


def _told(pick: random.Random, holding: Holding) -> None:
    latest = {sale.vehicle_id: sale for sale in _by_delivery(holding)}
    Ownership.objects.bulk_create(
        Ownership(
            holding=holding,
            customer_id=sale.customer_id,
            vehicle_id=sale.vehicle_id,
            since=sale.delivered_on,
            until=sale.delivered_on + timedelta(days=pick.choice([0, 30, 700])),
            end_reason=pick.choice(["told", "told", "resold"]),
        )
        for sale in list(latest.values())[::3]
    )


def _by_delivery(holding: Holding) -> list[Sale]:
    return list(
        Sale.objects.filter(dealership__holding=holding, cancelled_at=None).order_by(
            "delivered_on", "pk"
        )
    )

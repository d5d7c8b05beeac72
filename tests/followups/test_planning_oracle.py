"""Planned reasons per rule equal a plain-Python count over the rows of a DMS.

The rows are random but seeded; the oracle knows neither SQL nor the models: it reads the rows,
row by row, as a person with a calendar would.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest

from communications.models import InboundMessage
from customers.models import Agreement, Consent, ContactPoint, OdometerReading, Ownership
from followups.models import CallReason, Draw, Rule
from followups.rules import arms
from followups.services import planning
from service import rules as service_rules
from service.services import forecast
from tests.factories import NOW, TODAY, make_customer, make_sale, make_vehicle, make_visit

CUSTOMERS = 120
AGREEMENTS = {"warranty": 1095, "own_damage_insurance": 365, "loan": 730}


@dataclass
class Person:
    number: int
    calls: bool
    advertising: bool
    phone: str  # "good", "wrong", "invalid" or "none"
    is_silent: bool
    born: date | None
    wrote: date | None = None  # a message of theirs that nobody has handled
    is_opt_out: bool = False


@dataclass
class Car:
    """Sold to `buyers` one after another: (delivered, person, cancelled, {kind: ends})."""

    sales: list = field(default_factory=list)
    visits: list = field(default_factory=list)  # (closed, person, kind, km)

    def owner(self, day):
        """The buyer of the latest delivery up to the day; a cancelled one changed nothing."""
        good = [sale for sale in self.sales if not sale[2] and sale[0] <= day]
        return max(good, key=lambda sale: sale[0])[1] if good else None


def invent(seed):
    dice = random.Random(seed)
    people = [
        Person(
            number,
            dice.random() < 0.8,
            dice.random() < 0.6,
            dice.choice(["good"] * 8 + ["wrong", "invalid", "none"]),
            dice.random() < 0.05,
            TODAY.replace(year=1975) + timedelta(days=dice.randrange(-12, 12))
            if dice.random() < 0.5
            else None,
        )
        for number in range(CUSTOMERS)
    ]
    for writer in dice.sample(people, CUSTOMERS // 8):
        writer.wrote = TODAY - timedelta(days=dice.randrange(16))
        writer.is_opt_out = dice.random() < 0.3
    return people, [_invent_car(dice, people) for _ in range(int(CUSTOMERS * 1.3))]


def _invent_car(dice, people):
    car = Car()
    day = TODAY - timedelta(days=dice.choice([3, 5, 30, 330, 345, 390, 400, 640, 650, 1040]))
    day -= timedelta(days=dice.randrange(20))
    for _owner in range(dice.choice([1, 1, 1, 2])):
        buyer = dice.choice(people)
        ends = {
            kind: day + timedelta(days=days)
            for kind, days in AGREEMENTS.items()
            if dice.random() < 0.7
        }
        car.sales.append((day, buyer, dice.random() < 0.05, ends))
        for _visit in range(dice.randrange(4)):
            closed = day + timedelta(days=dice.randrange(1, 700))
            if dice.random() < 0.3:
                closed = max(day, TODAY - timedelta(days=dice.randrange(20)))
            kind = dice.choice(["maintenance", "maintenance", "repair", "wash"])
            km = (closed - day).days * 41 + 1000
            bringer = buyer if dice.random() < 0.9 else dice.choice(people)
            if all(closed != other[0] for other in car.visits):
                car.visits.append((closed, bringer, kind, km))
        day += timedelta(days=dice.randrange(20, 400))
        if day > TODAY:
            break
    return car


# --- The oracle ----------------------------------------------------------------------------------


def expected(people, cars, day, left_alone=frozenset()):
    """Reasons by rule, from the rows alone; `left_alone`: (rule's slug, person's number)."""
    told = _occasions(people, cars, day)
    found = Counter()
    for (slug, number), count in told.items():
        found[slug] += count if (slug, number) not in left_alone else 0
    return +found


def _occasions(people, cars, day):
    """By the rule's slug and the person's number."""
    found = Counter()
    for car in cars:
        found += _of_sales(car, day)
        found += _of_visits(car, day)
        found += _of_agreements(car, day)
        found += _of_maintenance(car, day)
    for person in people:
        if person.born and _may_call(person, "advertising"):
            since = (day - person.born.replace(year=day.year)).days
            found["birthday+0", person.number] += 0 <= since < 4
        found["long_absence+0", person.number] += _is_long_absent(person, cars, day)
    return +found


def _may_call(person, purpose):
    if person.wrote:
        return False
    return _is_callable(person, purpose)


def _is_callable(person, purpose):
    agreed = person.advertising if purpose == "advertising" else person.calls
    return agreed and person.phone == "good" and not person.is_silent


def _of_sales(car, day):
    found = Counter()
    for delivered, buyer, is_cancelled, _ends in car.sales:
        if is_cancelled or car.owner(day) is not buyer or not _may_call(buyer, "satisfaction"):
            continue
        age = (day - delivered).days
        found["car_delivered+3", buyer.number] += 3 <= age <= 9
        found["car_delivered+30", buyer.number] += 30 <= age <= 43
    return found


def _of_visits(car, day):
    return Counter(
        ("visit_closed+3", bringer.number)
        for closed, bringer, kind, _km in car.visits
        if kind != "wash" and _may_call(bringer, "satisfaction") and 3 <= (day - closed).days <= 15
    )


def _of_agreements(car, day):
    found = Counter()
    rules = {
        "warranty": ("warranty_ending-60", 60, "service"),
        "own_damage_insurance": ("insurance_ending-30", 30, "advertising"),
        "loan": ("loan_ending-90", 90, "advertising"),
    }
    for kind, (slug, ahead, purpose) in rules.items():
        ends = [(sale[3][kind], n, sale[1]) for n, sale in enumerate(car.sales) if kind in sale[3]]
        if ends:
            last, _n, holder = max(ends, key=lambda one: one[:2])
            is_theirs = car.owner(day) is holder and _may_call(holder, purpose)
            found[slug, holder.number] += is_theirs and 0 <= (last - day).days <= ahead
    return found


def _of_maintenance(car, day):
    owner = car.owner(day)
    anchors = [(sale[0], 0) for sale in car.sales if not sale[2] and sale[0] <= day]
    anchors += [(v[0], v[3]) for v in car.visits if v[2] == "maintenance" and v[0] <= day]
    if owner is None or not _may_call(owner, "service"):
        return Counter()
    anchor_on, anchor_km = max(anchors)
    due = service_rules.due(
        anchor_on=anchor_on,
        anchor_km=anchor_km,
        months=12,
        km=15_000,
        driven=service_rules.pace((v[0], v[3]) for v in car.visits if v[0] <= day),
    )
    is_due = -21 <= (day - due.due_on).days <= 23
    return Counter({("maintenance_due-21", owner.number): int(is_due)})


def _is_long_absent(person, cars, day):
    seen = [v[0] for car in cars for v in car.visits if v[1] is person and v[0] <= day]
    seen += [s[0] for car in cars for s in car.sales if s[1] is person and not s[2] and s[0] <= day]
    owns = any(car.owner(day) is person for car in cars)
    if not seen or not owns or not _may_call(person, "advertising"):
        return False
    return 0 <= (day - service_rules.add_months(max(seen), 13)).days < 60


# --- The same rows in the database ---------------------------------------------------------------


def store(dealership, people, cars):
    """The customers, by the number of the person."""
    stored = {person.number: _store_person(dealership, person) for person in people}
    for car in cars:
        vehicle = make_vehicle(dealership)
        for delivered, buyer, is_cancelled, ends in car.sales:
            customer = stored[buyer.number]
            make_sale(
                dealership,
                customer,
                vehicle,
                delivered_on=delivered,
                cancelled_at=NOW if is_cancelled else None,
            )
            Agreement.objects.bulk_create(
                Agreement(
                    dealership=dealership, customer=customer, vehicle=vehicle, kind=kind,
                    starts_on=delivered, ends_on=ends_on,
                )
                for kind, ends_on in ends.items()
            )  # fmt: skip
        _store_owners(dealership, vehicle, car, stored)
        _store_visits(dealership, vehicle, car, stored)
    return stored


def _store_person(dealership, person):
    customer = make_customer(
        dealership,
        birth_date=person.born,
        do_not_call_since=NOW if person.is_silent else None,
    )
    said = {"service": person.calls, "satisfaction": person.calls}
    Consent.objects.bulk_create(
        Consent(
            customer=customer, dealership=dealership, purpose=purpose, channel=channel,
            is_granted=is_granted, given_at=NOW - timedelta(days=30), evidence="import",
        )
        for purpose, channel, is_granted in [
            *((purpose, "call", granted) for purpose, granted in said.items()),
            ("advertising", "any", person.advertising),
        ]
    )  # fmt: skip
    if person.wrote:
        InboundMessage.objects.create(
            dealership=dealership, customer=customer, channel="sms", address="+7", text="Hello",
            received_at=datetime.combine(person.wrote, time(12), dealership.tz),
            is_opt_out=person.is_opt_out,
        )  # fmt: skip
    if person.phone != "none":
        ContactPoint.objects.create(
            customer=customer,
            kind="phone",
            value=f"+7916{person.number:07d}",
            is_valid=person.phone != "invalid",
            wrong_since=NOW if person.phone == "wrong" else None,
        )
    return customer


def _store_owners(dealership, vehicle, car, stored):
    good = sorted((sale[0], sale[1].number) for sale in car.sales if not sale[2])
    ends = [since for since, _number in good[1:]] + [None]
    for (since, number), until in zip(good, ends, strict=False):
        Ownership.objects.create(
            holding=dealership.holding,
            customer=stored[number],
            vehicle=vehicle,
            since=since,
            until=until,
            end_reason="resold" if until else "",
        )


def _store_visits(dealership, vehicle, car, stored):
    for closed, bringer, kind, km in car.visits:
        at = datetime.combine(closed, time(15), dealership.tz)
        make_visit(
            dealership, stored[bringer.number], vehicle, closed_at=at, kind=kind, odometer_km=km
        )
        OdometerReading.objects.create(vehicle=vehicle, read_on=closed, km=km)


@pytest.mark.parametrize("seed", [7, 8])
def test_the_planner_counts_like_a_person_with_a_calendar(dealership, seed):
    people, cars = invent(seed)
    store(dealership, people, cars)

    first = planning.plan(dealership=dealership, day=TODAY, at=NOW)

    assert {slug: n for slug, n in first.by_rule.items() if n} == expected(people, cars, TODAY)
    assert len(first.by_rule) == len(+Counter(first.by_rule)) == 9
    _holds_over_the_following_days(dealership, people, cars, first)


def _holds_over_the_following_days(dealership, people, cars, first):
    """Each later run adds just what came into its window meanwhile; three days are missed."""
    totals, planned = defaultdict(int), Counter(first.by_rule)
    for later in (1, 5, 6):
        day = TODAY + timedelta(days=later)
        run = planning.plan(dealership=dealership, day=day, at=NOW)
        planned += Counter(run.by_rule)
        for slug, count in expected(people, cars, day).items():
            totals[slug] = max(totals[slug], count)
    assert all(planned[slug] >= count for slug, count in totals.items())
    again = planning.plan(dealership=dealership, day=TODAY + timedelta(days=6), at=NOW)
    assert again.reasons == 0


@pytest.mark.parametrize("seed", [9, 10])
def test_with_control_groups_it_leaves_alone_whom_the_hash_says(dealership, seed):
    """Random shares, also 0; each draw is written down, and a missed day loses none."""
    people, cars = invent(seed)
    customers = store(dealership, people, cars)
    left_alone = _draw_shares(dealership, customers, random.Random(seed))
    for later in (0, 3):
        day = TODAY + timedelta(days=later)
        forecast.refresh(dealership=dealership, at=NOW, on=day)
        before = set(CallReason.objects.values_list("pk", flat=True))
        run = planning.plan_reasons(dealership=dealership, day=day, at=NOW)
        if not later:
            assert +Counter(run.by_rule) == expected(people, cars, day, left_alone)
            everybody = expected(people, cars, day)
            assert run.controls == everybody.total() - run.reasons
        _called_none_of(left_alone, customers, before)
    assert planning.plan_reasons(dealership=dealership, day=day, at=NOW).reasons == 0


def _draw_shares(dealership, customers, dice):
    """Give the rules their shares; whom each leaves alone: (slug, person's number)."""
    rules = list(Rule.objects.for_dealership(dealership).order_by("pk"))
    for rule in rules:
        rule.control_share = dice.choice([0, 5, 10, 20, 20])
        rule.save()
    slugs = planning.slugs_of(rules)
    return {
        (slugs[rule.pk], number)
        for rule in rules
        for number, customer in customers.items()
        if arms.is_control(rule_id=rule.pk, customer_id=customer.pk, share=rule.control_share)
    }


def _called_none_of(left_alone, customers, before):
    """New reasons are of the other arm, and both arms are written down."""
    numbers = {customer.pk: number for number, customer in customers.items()}
    slugs = planning.slugs_of(Rule.objects.order_by("pk"))
    told = {
        (draw.rule_id, draw.subject_id, draw.cycle_on): draw.is_control
        for draw in Draw.objects.all()
    }
    for reason in CallReason.objects.exclude(pk__in=before).select_related("rule"):
        assert (slugs[reason.rule_id], numbers[reason.customer_id]) not in left_alone
        if reason.rule.control_share:
            assert told[reason.rule_id, reason.subject_id, reason.cycle_on] is False
    for draw in Draw.objects.all():
        is_left = (slugs[draw.rule_id], numbers[draw.customer_id]) in left_alone
        assert draw.is_control == is_left

"""The results of a control group equal a slow count by hand, customer by customer."""

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from statistics import mean, variance

import pytest

from communications.models import Touch
from followups import proof
from followups.models import Draw, Rule
from followups.rules.effect import Verdict
from tests.factories import NOW, TODAY, make_customer, make_sale, make_vehicle, make_visit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PEOPLE = 50
DAYS = 40  # results of the tested rule count for so long


@dataclass
class Person:
    """draws: (day, share, is control); what they did: (day, money, counts) each."""

    customer: object
    draws: list = field(default_factory=list)
    visits: list = field(default_factory=list)
    sales: list = field(default_factory=list)
    talks: list = field(default_factory=list)


def invent(dealership, rule, seed):
    dice = random.Random(seed)
    people = [Person(make_customer(dealership)) for _ in range(PEOPLE)]
    for number, person in enumerate(people):
        _draw(dealership, rule, person, number, dice)
        car = make_vehicle(dealership, owner=person.customer)
        _live(dealership, person, car, dice)
    return people


def _draw(dealership, rule, person, number, dice):
    is_control, day = dice.random() < 0.4, TODAY - dice.randrange(150) * DAY
    for again in range(dice.choice([1, 1, 2, 3])):
        day += again * 20 * DAY
        if day > TODAY:
            break
        share = 20 if day > TODAY - 60 * DAY else 10
        person.draws.append((day, share, is_control))
        Draw.objects.create(
            dealership=dealership, rule=rule, customer=person.customer,
            subject_id=number, cycle_on=day, due_from=day, due_until=day + 20 * DAY,
            is_control=is_control, share=share, drawn_on=day, drawn_at=NOW,
        )  # fmt: skip


def _live(dealership, person, car, dice):
    def some_day():
        # at both ends of the time that counts too
        first = person.draws[0][0]
        return dice.choice(
            [first - DAY, first, first + (DAYS - 1) * DAY, first + DAYS * DAY]
            + [TODAY - dice.randrange(160) * DAY for _ in range(4)]
        )

    for _ in range(dice.choice([0, 0, 1, 2, 3])):
        day, paid, is_closed = some_day(), dice.randrange(1, 90_000), dice.random() < 0.9
        closed_at = datetime.combine(day, time(23, 30), dealership.tz) if is_closed else None
        make_visit(dealership, person.customer, car, closed_at=closed_at, labour=Decimal(paid))
        person.visits.append((day, paid, is_closed))
    if dice.random() < 0.3:
        day, paid, stands = some_day(), dice.randrange(1, 900_000), dice.random() < 0.8
        make_sale(
            dealership, person.customer, car, delivered_on=day, price=Decimal(paid),
            accessories=Decimal(7), cancelled_at=None if stands else NOW,
        )  # fmt: skip
        person.sales.append((day, paid + 7, stands))
    for _ in range(dice.choice([0, 1, 2])):
        day, is_talk, stands = some_day(), dice.random() < 0.7, dice.random() < 0.9
        Touch.objects.create(
            dealership=dealership, customer=person.customer,
            at=datetime.combine(day, time(0, 30), dealership.tz),
            is_conversation=is_talk, undone_at=None if stands else NOW,
        )  # fmt: skip
        person.talks.append((day, 0, is_talk and stands))


def counted(people, share, is_control):
    """By hand: what is known of one arm with one share."""
    found = {"occasions": 0, "number": 0, "running": 0, "reached": 0, "visited": 0, "bought": 0}
    paid = []
    for person in people:
        mine = [draw for draw in person.draws if draw[1:] == (share, is_control)]
        found["occasions"] += len(mine)
        first = min(person.draws)
        if first not in mine:
            continue
        start, end = first[0], first[0] + DAYS * DAY
        if end > TODAY:
            found["running"] += 1
            continue
        within = {
            name: [row for row in rows if row[2] and start <= row[0] < end]
            for name, rows in (
                ("reached", person.talks), ("visited", person.visits), ("bought", person.sales)
            )
        }  # fmt: skip
        found["number"] += 1
        for name, rows in within.items():
            found[name] += bool(rows)
        paid.append(sum(row[1] for rows in within.values() for row in rows))
    return found, paid


@pytest.fixture
def rule(dealership):
    found = Rule.objects.get(dealership=dealership, trigger="maintenance_due")
    Rule.objects.filter(pk=found.pk).update(outcome_days=DAYS, control_share=20)
    found.refresh_from_db()
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_are_those_of_a_count_by_hand(dealership, rule, seed):
    people = invent(dealership, rule, seed)

    told = {
        share: proof.of_rule(rule=rule, dealership=dealership, today=TODAY, share=share)
        for share in (10, 20)
    }

    for share, one in told.items():
        assert one.share == share
        for arm in (one.called, one.control):
            found, paid = counted(people, share, arm.is_control)
            assert {name: getattr(arm, name) for name in found} == found
            if len(paid) > 1:
                assert arm.money_mean == pytest.approx(mean(paid))
                assert arm.money_variance == pytest.approx(variance(paid))


def test_the_list_has_as_many_customers_as_the_number_says(dealership, rule):
    people = invent(dealership, rule, 3)
    cases = proof.cases(dealership=dealership, today=TODAY).filter(rule=rule, share=10)

    for is_control in (False, True):
        found, paid = counted(people, 10, is_control)
        of_arm = cases.filter(is_control=is_control)
        over = of_arm.filter(is_over=True)
        assert of_arm.filter(is_over=False).count() == found["running"]
        for result in ("reached", "visited", "bought"):
            assert over.filter(**{result: True}).count() == found[result]
        assert sorted(over.values_list("money", flat=True)) == sorted(paid)


def draw_many(dealership, rule, *, called, control, came):
    """Long ago; `came`: how many of the called and of the control group visited."""
    day = TODAY - 80 * DAY
    for is_control, number, visitors in ((False, called, came[0]), (True, control, came[1])):
        for place in range(number):
            customer = make_customer(dealership)
            Draw.objects.create(
                dealership=dealership, rule=rule, customer=customer, subject_id=customer.pk,
                cycle_on=day, due_from=day, due_until=day, is_control=is_control, share=20,
                drawn_on=day, drawn_at=NOW,
            )  # fmt: skip
            if place < visitors:
                car = make_vehicle(dealership, owner=customer)
                make_visit(dealership, customer, car, closed_at=NOW - 70 * DAY)


def test_a_rule_that_brings_visits_says_how_many(dealership, rule):
    draw_many(dealership, rule, called=80, control=20, came=(60, 3))

    found = proof.of_rule(rule=rule, dealership=dealership, today=TODAY).finding

    assert found.verdict == Verdict.BRINGS
    assert found.difference.value == pytest.approx(0.6)


def test_a_rule_without_draws_has_nothing_to_tell(dealership, rule):
    one = proof.of_rule(rule=rule, dealership=dealership, today=TODAY)

    assert one.finding.verdict == Verdict.EMPTY
    assert (one.share, one.shares, one.ready_on) == (20, (), None)


def test_the_overview_asks_as_often_for_one_rule_as_for_three(
    dealership, rule, django_assert_num_queries
):
    others = Rule.objects.for_dealership(dealership).exclude(pk=rule.pk)[:2]
    for number, each in enumerate((rule, *others)):
        customer = make_customer(dealership)
        Draw.objects.create(
            dealership=dealership, rule=each, customer=customer, subject_id=number,
            cycle_on=TODAY, due_from=TODAY, due_until=TODAY, is_control=False, share=5,
            drawn_on=TODAY, drawn_at=NOW,
        )  # fmt: skip
        with django_assert_num_queries(3):
            found = proof.of_rules(dealership=dealership, today=TODAY)
        assert {one.rule for one in found} >= {each, rule}

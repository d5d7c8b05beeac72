"""Greetings, car age, thanks, closed complaints, bad answers: planned as counted by hand.

Random rows, seeded; the count reads them one by one, without SQL.
"""

import random
from datetime import date, datetime, time

import holidays
import pytest
from django.utils import translation

from complaints.models import Complaint
from customers.models import Ownership
from followups.explanations import explain
from followups.models import CallReason, PlanStep, Rule
from followups.models.rule import Holiday
from followups.rules import greetings
from followups.services import planning
from service.rules import add_months
from surveys import services as surveys
from tests.factories import TODAY, make_dealership, make_sale, make_vehicle, make_visit
from tests.followups.occasions import DAY, somebody

NEW = {"holiday_greeting", "car_age", "referral_thanks", "complaint_closed", "low_answer"}
PEOPLE, CARS = 40, 60
GOOD = {"paid": "as_expected", "on_time": "yes", "repeat_repair": "no"}
BAD = GOOD | {"on_time": "no"}


@pytest.fixture(params=[3, 4])
def dice(request):
    return random.Random(request.param)


@pytest.fixture
def people(dealership, dice):
    return [
        somebody(dealership, phone=f"+7916{number:07d}", gender=dice.choice(["f", "m", ""]))
        for number in range(PEOPLE)
    ]


def noon(dealership, day):
    return datetime.combine(day, time(12), dealership.tz)


def planned(dealership, day):
    """(customer, day of the event) of each reason there is after planning the day."""
    planning.plan_reasons(dealership=dealership, day=day, at=noon(dealership, day))
    found = CallReason.objects.filter(rule__is_active=True)
    return sorted(found.values_list("customer_id", "cycle_on"))


def rule_of(dealership, trigger, **fields):
    """The one rule of the dealership, with a window of ten days from the event."""
    Rule.objects.update(is_active=False)
    rule = Rule.objects.create(
        dealership=dealership, name="The one", trigger=trigger, purpose="satisfaction",
        **{"offset_days": 0, "window_days": 10} | fields,
    )  # fmt: skip
    PlanStep.objects.create(dealership=dealership, rule=rule, position=1, attempts=4)
    return rule


def sales_of(dealership, dice, people, *, days):
    """Random deliveries of the last `days`, a few cancelled; each buyer owns their car."""
    found = []
    for _number in range(CARS):
        on = TODAY - dice.randrange(days) * DAY
        buyer = dice.choice(people)
        at = noon(dealership, TODAY) if dice.random() < 0.1 else None
        referrer = dice.choice([None, None, *people[:10]])
        sale = make_sale(
            dealership, buyer, make_vehicle(dealership, owner=buyer), delivered_on=on,
            cancelled_at=at, referrer=referrer,
        )  # fmt: skip
        found.append(sale)
    return found


def test_who_recommended_us_is_thanked(dealership, dice, people):
    rule_of(dealership, "referral_thanks", offset_days=1)
    sales = sales_of(dealership, dice, people, days=20)

    expected = sorted(
        (sale.referrer_id, sale.delivered_on)
        for sale in sales
        if sale.referrer_id
        and sale.referrer_id != sale.customer_id
        and not sale.cancelled_at
        and 1 <= (TODAY - sale.delivered_on).days <= 10
    )

    assert planned(dealership, TODAY) == expected != []


def test_a_car_reaches_its_age_with_its_last_owner_only(dealership, dice, people):
    rule_of(dealership, "car_age", months=2, offset_days=-5, window_days=10)
    sales = sales_of(dealership, dice, people, days=80)
    for sale in dice.sample(sales, 10):
        Ownership.objects.filter(vehicle=sale.vehicle).update(until=TODAY, end_reason="told")

    def is_old(sale):
        age_on = add_months(sale.delivered_on, 2)
        kept = not Ownership.objects.get(vehicle=sale.vehicle).until
        newer = [
            other
            for other in sales
            if other.customer_id == sale.customer_id
            and not other.cancelled_at
            and other.delivered_on > sale.delivered_on
        ]
        return kept and not sale.cancelled_at and not newer and -5 <= (TODAY - age_on).days <= 4

    expected = sorted((sale.customer_id, sale.delivered_on) for sale in sales if is_old(sale))

    assert planned(dealership, TODAY) == expected != []


@pytest.mark.parametrize(
    ("holiday", "on_day", "gender"),
    [
        ("new_year", date(2027, 1, 1), None),
        ("spring_festival", date(2027, 2, 6), None),
        ("mid_autumn", date(2027, 9, 15), None),
        ("womens_day", date(2027, 3, 8), "f"),
        ("defenders_day", date(2027, 2, 23), "m"),
    ],
)
def test_who_was_here_lately_is_greeted(dealership, dice, people, holiday, on_day, gender):
    rule_of(
        dealership, "holiday_greeting", holiday=holiday, months=6, offset_days=-7, window_days=7
    )
    seen = {}
    for customer in people:
        closed = TODAY - dice.randrange(400) * DAY
        make_visit(
            dealership, customer, make_vehicle(dealership), closed_at=noon(dealership, closed)
        )
        seen[customer.pk] = closed
    expected = sorted(
        (customer.pk, on_day)
        for customer in people
        if gender in (None, customer.gender) and seen[customer.pk] >= add_months(on_day, -6)
    )

    assert planned(dealership, on_day - 8 * DAY) == []
    assert planned(dealership, on_day - 7 * DAY) == expected
    assert planned(dealership, on_day - 1 * DAY) == expected


def test_a_closed_complaint_is_asked_about_and_a_rejected_one_is_not(dealership, dice, people):
    rule_of(dealership, "complaint_closed", offset_days=3)
    complaints = [
        complaint_of(dealership, customer, dice.choice(["closed", "closed", "rejected", "solved"]),
                     TODAY - dice.randrange(20) * DAY)
        for customer in people
    ]  # fmt: skip

    expected = sorted(
        (one.customer_id, dealership.local_date(one.closed_at))
        for one in complaints
        if one.status == "closed" and 3 <= (TODAY - dealership.local_date(one.closed_at)).days <= 12
    )

    assert planned(dealership, TODAY) == expected != []


def complaint_of(dealership, customer, status, on, *, opened=None):
    """A complaint of a day, with what belongs to its state."""
    is_over = status in ("closed", "rejected")
    return Complaint.objects.create(
        dealership=dealership, customer=customer, category="price", status=status, text="Dear",
        solution="Discount given", opened_at=noon(dealership, opened or on - 5 * DAY),
        answer_due_at=noon(dealership, on), closed_at=noon(dealership, on) if is_over else None,
    )  # fmt: skip


def test_a_bad_answer_is_called_about_unless_a_complaint_has_it(dealership, dice, people):
    rule_of(dealership, "low_answer")
    asked = {}
    for customer in people:
        on = TODAY - dice.randrange(15) * DAY
        is_bad, complaint = dice.random() < 0.6, dice.choice([None, None, "before", "after"])
        answer(dealership, customer, on, BAD if is_bad else GOOD)
        if complaint == "before":  # closed before they were asked: about something else
            complaint_of(dealership, customer, "closed", on - 10 * DAY)
        elif complaint == "after":
            status = dice.choice(["open", "closed", "rejected"])
            complaint_of(dealership, customer, status, on + 1 * DAY, opened=on)
        asked[customer.pk] = (on, is_bad and complaint != "after")

    expected = sorted(
        (pk, on) for pk, (on, counts) in asked.items() if counts and 0 <= (TODAY - on).days <= 9
    )

    assert planned(dealership, TODAY) == expected != []


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_facts_of_the_planner_are_those_of_the_sentences(dealership, language):
    somebody(dealership)
    customer, other = somebody(dealership), somebody(dealership)
    car = make_vehicle(dealership, owner=customer)
    make_sale(dealership, customer, car, delivered_on=TODAY - 3 * DAY, referrer=other)
    old = make_vehicle(dealership, owner=other)
    make_sale(dealership, other, old, delivered_on=add_months(TODAY, -36))
    complaint_of(dealership, customer, "closed", TODAY - 4 * DAY)
    answer(dealership, other, TODAY - 2 * DAY, BAD)
    Rule.objects.filter(trigger="holiday_greeting").update(offset_days=-50, window_days=50)
    Rule.objects.filter(trigger__in=NEW).update(is_active=True)
    Rule.objects.exclude(trigger__in=NEW).update(is_active=False)

    planned(dealership, TODAY)

    with translation.override(language):
        said = {
            reason.rule.trigger: explain(reason, today=TODAY)
            for reason in CallReason.objects.select_related("rule")
        }
    assert said.keys() == NEW
    assert not [text for text in said.values() if "None" in text or "%(" in text]


def answer(dealership, customer, on, answers, **fields):
    visit = make_visit(
        dealership, customer, make_vehicle(dealership), closed_at=noon(dealership, on - 3 * DAY)
    )
    return surveys.record_answers(
        repair_order=visit, answers=answers, by=None, at=noon(dealership, on), **fields
    ).response


@pytest.mark.parametrize("year", [2024, 2026, 2027, 2030, 2033])
def test_the_lunar_holidays_are_those_of_the_public_calendar(year):
    calendar = holidays.country_holidays(
        "CN", years=year, observed=False, expand=False, language="en_US"
    )
    named = {
        "spring_festival": min(calendar.get_named("Chinese New Year (Spring Festival)")),
        "mid_autumn": min(calendar.get_named("Mid-Autumn Festival")),
    }

    for holiday, day in named.items():
        assert day in greetings.moving_days(holiday)
        assert sum(one.year == year for one in greetings.moving_days(holiday)) == 1


@pytest.mark.parametrize("holiday", greetings.MOVING)
def test_every_year_of_the_tables_has_its_day(holiday):
    years = [day.year for day in greetings.moving_days(holiday)]

    assert years == list(range(greetings.FIRST_YEAR, greetings.LAST_YEAR + 1))


def test_every_holiday_of_a_rule_has_its_days():
    assert set(Holiday.values) == {*greetings.FIXED, *greetings.MOVING}


def test_the_new_ones_are_off_until_the_dealership_wants_them(dealership):
    off = Rule.objects.for_dealership(dealership).filter(is_active=False)

    assert set(off.values_list("trigger", flat=True)) == set(NEW)


def test_a_chinese_dealership_may_greet_on_the_spring_festival_too(dealership):
    chinese = make_dealership("shanghai", country="CN", time_zone="Asia/Shanghai")

    rules = Rule.objects.for_dealership(chinese).filter(trigger="holiday_greeting")
    assert sorted(rules.values_list("holiday", flat=True)) == ["new_year", "spring_festival"]

"""Why, or why not (N3): the answers are what the planner then does, and each names its fact."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from communications.models import ContactHold
from customers.models import ContactPoint, Customer, Ownership
from followups import why
from followups.models import CallReason, Rule
from followups.services import planning, replies
from followups.why import Answer
from service.services import forecast
from tests.factories import NOW, TODAY, make_agreement, make_customer, make_sale, make_user
from tests.followups.occasions import somebody_with_car
from tests.followups.test_planning_budget import Person, invent, store
from tests.followups.test_planning_oracle import invent as invent_dms
from tests.followups.test_planning_oracle import store as store_dms

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def planned_by_rule(dealership, day):
    counts = why.counts(dealership=dealership, day=day, at=NOW)
    slugs = planning.slugs_of(Rule.objects.for_dealership(dealership).active())
    return {slugs[pk]: found[Answer.PLANNED] for pk, found in counts.items()}


@pytest.mark.parametrize("seed", [7, 11])
def test_what_is_answered_is_what_the_planner_does(dealership, seed):
    """On random histories, for all rules, over days with missed ones between."""
    people, cars = invent_dms(seed)
    store_dms(dealership, people, cars)
    replies.plan_now(dealership=dealership, at=NOW)  # a morning plans everything but these
    for later in (0, 1, 5):
        day = TODAY + timedelta(days=later)
        forecast.refresh(dealership=dealership, at=NOW, on=day)
        answered = planned_by_rule(dealership, day)
        run = planning.plan(dealership=dealership, day=day, at=NOW)
        assert +Counter(run.by_rule) == +Counter(answered)
        assert not any(planned_by_rule(dealership, day).values())


def test_the_budget_answers_as_the_planner_decides(dealership):
    dice = random.Random(5)
    for number in range(40):
        store(dealership, invent(dice), number)
    answers = {
        customer.pk: {
            each.rule.trigger: each.answer
            for each in why.about_customer(
                customer=customer, dealership=dealership, day=TODAY, at=NOW
            )
        }["birthday"]
        for customer in Customer.objects.for_dealership(dealership)
    }

    planning.plan(dealership=dealership, day=TODAY, at=NOW)

    greeted = set(
        CallReason.objects.filter(rule__trigger="birthday").values_list("customer_id", flat=True)
    )
    assert {pk for pk, answer in answers.items() if answer == Answer.PLANNED} == greeted
    assert {Answer.BUDGET, Answer.COMPLAINT} <= set(answers.values())


@pytest.fixture
def insured(dealership):
    """Whose policy ends in ten days: the rule calls, unless something speaks against it."""
    customer, car = somebody_with_car(dealership)
    make_agreement(
        dealership,
        customer,
        car,
        kind="own_damage_insurance",
        starts_on=TODAY - timedelta(days=355),
        ends_on=TODAY + timedelta(days=10),
    )
    return customer


def answer_of(customer, dealership, day=TODAY, trigger="insurance_ending"):
    found = why.about_customer(customer=customer, dealership=dealership, day=day, at=NOW)
    return next(each for each in found if each.rule.trigger == trigger)


def test_the_answer_names_the_fact_and_the_window(insured, dealership):
    verdict = answer_of(insured, dealership)

    assert verdict.answer == Answer.PLANNED
    assert verdict.facts["on"] == (TODAY + timedelta(days=10)).isoformat()
    assert verdict.due_from <= TODAY <= verdict.due_until
    assert verdict.vehicle is not None


def silence(customer, dealership):
    Customer.objects.filter(pk=customer.pk).update(do_not_call_since=NOW)


def withdraw(customer, dealership):
    customer.consents.all().delete()


def sell(customer, dealership):
    Ownership.objects.filter(customer=customer).update(until=TODAY, end_reason="told")


def lose_the_number(customer, dealership):
    ContactPoint.objects.filter(customer=customer).update(wrong_since=NOW)


def complain(customer, dealership, until=None):
    ContactHold.objects.create(
        dealership=dealership,
        customer=customer,
        reason=ContactHold.Reason.COMPLAINT,
        since=NOW - timedelta(days=9),
        until=until,
    )


def have_complained(customer, dealership):
    complain(customer, dealership, until=NOW - timedelta(days=2))


def be_planned(customer, dealership):
    planning.plan(dealership=dealership, day=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (silence, Answer.SILENT),
        (withdraw, Answer.NO_CONSENT),
        (sell, Answer.NOT_OWNER),
        (lose_the_number, Answer.NO_NUMBER),
        (complain, Answer.HOLD),
        (have_complained, Answer.COMPLAINT),
        (be_planned, Answer.KNOWN),
    ],
)
def test_what_speaks_against_a_call_is_the_answer(insured, dealership, change, answer):
    change(insured, dealership)

    verdict = answer_of(insured, dealership)

    assert verdict.answer == answer
    assert bool(verdict.reason) == (answer == Answer.KNOWN)


@pytest.mark.parametrize(("days", "answer"), [(-60, Answer.EARLY), (60, Answer.LATE)])
def test_a_day_too_early_or_too_late_says_so(insured, dealership, days, answer):
    Rule.objects.for_dealership(dealership).update(first_planned_on=TODAY - timedelta(days=90))

    assert answer_of(insured, dealership, TODAY + timedelta(days=days)).answer == answer


def test_what_fell_due_before_the_rule_began_is_its_cold_start(dealership):
    customer, car = somebody_with_car(dealership)
    make_sale(dealership, customer, car, delivered_on=TODAY - timedelta(days=300))
    Rule.objects.for_dealership(dealership).update(first_planned_on=TODAY - timedelta(days=5))

    assert answer_of(customer, dealership, trigger="car_delivered").answer == Answer.COLD_START


def test_a_rule_whose_event_never_came_says_so(dealership):
    customer = make_customer(dealership)

    found = why.about_customer(customer=customer, dealership=dealership, day=TODAY, at=NOW)

    assert {each.answer for each in found} == {Answer.NOTHING}
    assert len(found) == Rule.objects.for_dealership(dealership).active().count()


def test_every_number_of_a_rule_opens_just_so_many_customers(client, dealership, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(make_user(dealership=dealership, roles=["relations_manager"]))
    for number, person in enumerate(
        [
            Person([], None, False, False),
            Person([(1, True), (2, True)], None, False, False),
            Person([], 3, False, False),
            Person([], None, True, False),
        ]
    ):
        store(dealership, person, number)
    rule = Rule.objects.get(dealership=dealership, trigger="birthday")

    fragment = client.get(reverse("rule_tomorrow", args=[dealership.slug, rule.pk]))

    answers = dict(fragment.context["answers"])
    assert Counter(answers) == {Answer.PLANNED: 2, Answer.BUDGET: 1, Answer.COMPLAINT: 1}
    for answer, number in answers.items():
        page = client.get(reverse("rule_people", args=[dealership.slug, rule.pk, answer.value]))
        assert len(page.context["customers"]) == number
    assert (
        client.get(reverse("rule_people", args=[dealership.slug, rule.pk, "nonsense"])).status_code
        == 400
    )


def test_the_customers_page_of_reasons_leads_to_the_answers(client, dealership, insured):
    client.force_login(make_user(dealership=dealership, roles=["operator"]))
    page = reverse("followups:customer_why", args=[dealership.slug, insured.pk])

    reasons = client.get(reverse("followups:customer_reasons", args=[dealership.slug, insured.pk]))
    answers = client.get(page, {"day": TODAY.isoformat()})

    assert page in reasons.text
    assert "called" in answers.text
    said = [line.explanation for line in answers.context["lines"] if line.explanation]
    assert any("ends" in each for each in said)
    assert all(each in answers.text for each in said)
    assert client.get(page, {"day": "yesterday"}).status_code == 400

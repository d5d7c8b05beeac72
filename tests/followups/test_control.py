"""Control groups (N4): the arm is a hash, written down before anything is planned of it."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from followups import control, why
from followups.forms.rules import RuleForm
from followups.models import CallReason, CallTask, Draw, Rule
from followups.rules import arms
from followups.services import planning
from followups.triggers import TRIGGERS
from followups.why import Answer
from tests.factories import NOW, TODAY, make_sale
from tests.followups.occasions import DAY, agreement, only_rule, plan, somebody_with_car
from tests.followups.test_views_rules import values_of

SHARE = arms.HIGHEST_SHARE


def test_the_number_is_the_same_in_python_and_in_sql(db):
    dice = random.Random(3)
    pairs = [(dice.randrange(1, 10**9), dice.randrange(1, 10**12)) for _ in range(500)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {control.NUMBER} FROM unnest(%s::bigint[], %s::bigint[])"
            " WITH ORDINALITY AS o (id, customer_id, place) ORDER BY place",
            [[rule for rule, _customer in pairs], [customer for _rule, customer in pairs]],
        )
        told = [number for (number,) in cursor.fetchall()]

    assert told == [arms.number(rule_id=rule, customer_id=one) for rule, one in pairs]


def test_the_numbers_are_evenly_spread():
    """Chi-square over 100 equal parts: 99 degrees of freedom, 149 is passed once in a thousand."""
    parts = [0] * 100
    for customer in range(1, 20_001):
        parts[arms.number(rule_id=7, customer_id=customer) * 100 // arms.NUMBERS] += 1

    assert sum((count - 200) ** 2 / 200 for count in parts) < 149


def test_two_rules_know_nothing_of_each_other():
    """Chi-square of the fourfold table of two rules' arms: 1 degree of freedom."""
    for other in (2, 11, 12, 1001):
        table = {(a, b): 0 for a in (False, True) for b in (False, True)}
        for customer in range(1, 20_001):
            pair = tuple(
                arms.is_control(rule_id=rule, customer_id=customer, share=20) for rule in (1, other)
            )
            table[pair] += 1
        expected = {True: 0.2, False: 0.8}
        assert (
            sum(
                (count - 20_000 * expected[a] * expected[b]) ** 2
                / (20_000 * expected[a] * expected[b])
                for (a, b), count in table.items()
            )
            < 16.3  # 3 degrees of freedom, once in a thousand
        )


def test_a_higher_share_only_adds_controls():
    for customer in range(1, 2000):
        told = [arms.is_control(rule_id=5, customer_id=customer, share=s) for s in range(0, 21)]
        assert told == sorted(told)
        assert not told[0]


@pytest.fixture
def rule(dealership):
    """The rule of the insurance's end, alone, with a fifth of its customers left alone."""
    found = only_rule(dealership, "insurance_ending")
    set_share(found, SHARE)
    return found


def set_share(rule, share):
    Rule.objects.filter(pk=rule.pk).update(control_share=share)


def insured(dealership, rule, count):
    """So many with a policy that ends soon in each part of a hundred that a share may cut off.

    Their numbers are chosen, so that no test depends on what a hash happens to be.
    """
    parts = {part: count for part in ((0, 5), (5, 10), (10, 20), (20, 100))}
    customers = []
    for number in range(10**9, 10**9 + 10_000):
        place = arms.number(rule_id=rule.pk, customer_id=number) * 100 / arms.NUMBERS
        part = next(each for each in parts if each[0] <= place < each[1])
        if parts[part]:
            parts[part] -= 1
            customers.append(insure(dealership, number))
    assert not any(parts.values())
    return customers


def insure(dealership, number):
    customer, car = somebody_with_car(dealership, pk=number)
    agreement(dealership, customer, car, "own_damage_insurance", TODAY + 10 * DAY)
    return customer


def controls_of(rule, customers, share=SHARE):
    return {
        one.pk
        for one in customers
        if arms.is_control(rule_id=rule.pk, customer_id=one.pk, share=share)
    }


def called(rule):
    return set(CallReason.objects.filter(rule=rule).values_list("customer_id", flat=True))


def drawn(rule, *, is_control):
    return set(
        Draw.objects.filter(rule=rule, is_control=is_control).values_list("customer_id", flat=True)
    )


def test_the_control_group_gets_no_card_and_every_draw_is_written_down(dealership, rule):
    customers = insured(dealership, rule, 3)
    left_alone = controls_of(rule, customers)

    run = plan(dealership)

    everybody = {one.pk for one in customers}
    assert called(rule) == drawn(rule, is_control=False) == everybody - left_alone
    assert drawn(rule, is_control=True) == left_alone
    assert (run.reasons, run.controls, run.postponed) == (3, 9, 0)
    assert not CallTask.objects.filter(customer__in=left_alone).exists()
    draw = Draw.objects.filter(is_control=True).first()
    assert (draw.share, draw.drawn_on, draw.drawn_at) == (SHARE, TODAY, NOW)
    assert draw.due_from <= TODAY <= draw.due_until


def test_a_second_run_draws_and_plans_nothing(dealership, rule):
    insured(dealership, rule, 3)
    plan(dealership)
    before = list(Draw.objects.order_by("pk").values())

    again = plan(dealership, TODAY + DAY)

    assert (again.cards, again.reasons, again.postponed) == (0, 0, 0)
    assert list(Draw.objects.order_by("pk").values()) == before


def test_without_a_share_nothing_is_drawn(dealership, rule):
    set_share(rule, 0)
    insured(dealership, rule, 3)

    assert plan(dealership).reasons == 12
    assert not Draw.objects.exists()


@pytest.mark.parametrize("share", [0, 5, 20])
def test_an_occasion_keeps_its_arm_whatever_the_share_becomes(dealership, rule, share):
    set_share(rule, 10)
    customers = insured(dealership, rule, 3)
    left_alone = controls_of(rule, customers, share=10)
    plan(dealership)

    set_share(rule, share)

    assert plan(dealership, TODAY + DAY).reasons == 0
    assert drawn(rule, is_control=True) == left_alone
    assert called(rule) == {one.pk for one in customers} - left_alone


def test_new_occasions_follow_the_new_share(dealership, rule):
    set_share(rule, 5)
    plan(dealership)
    set_share(rule, 20)
    customers = insured(dealership, rule, 3)

    plan(dealership, TODAY + DAY)

    assert drawn(rule, is_control=True) == controls_of(rule, customers, share=20)
    assert set(Draw.objects.values_list("share", flat=True)) == {20}


def test_other_rules_call_the_control_group(dealership, rule):
    other = Rule.objects.get(dealership=dealership, trigger="car_delivered", offset_days=3)
    Rule.objects.filter(pk=other.pk).update(is_active=True)
    customers = insured(dealership, rule, 3)
    for one in customers:
        car = one.ownerships.get().vehicle
        make_sale(dealership, one, car, delivered_on=TODAY - 5 * DAY)

    plan(dealership)

    assert called(other) == {one.pk for one in customers}
    assert called(rule) == called(other) - controls_of(rule, customers)


def test_who_could_not_be_called_is_in_neither_arm(dealership, rule):
    customers = insured(dealership, rule, 3)
    silent = customers[::2]
    for one in silent:
        one.do_not_call_since = NOW
        one.save()

    plan(dealership)

    told = set(Draw.objects.values_list("customer_id", flat=True))
    assert told == {one.pk for one in customers} - {one.pk for one in silent}


def test_advertising_does_not_ride_along_with_a_call_that_is_not_made(dealership, rule):
    """A customer without room in the budget is called for advertising only with another call."""
    service = Rule.objects.get(dealership=dealership, trigger="warranty_ending")
    Rule.objects.filter(pk=service.pk).update(is_active=True, control_share=SHARE)
    set_share(rule, 0)
    type(dealership).objects.filter(pk=dealership.pk).update(marketing_contacts=0)
    customers = insured(dealership, service, 3)
    for one in customers:
        car = one.ownerships.get().vehicle
        agreement(dealership, one, car, "warranty", TODAY + 20 * DAY)

    plan(dealership)

    left_alone = controls_of(service, customers)
    assert len(left_alone) == 9
    assert called(rule) == called(service) == {one.pk for one in customers} - left_alone


def test_why_not_names_the_control_group_before_and_after_it_is_drawn(dealership, rule):
    customers = insured(dealership, rule, 3)
    left_alone = controls_of(rule, customers)
    before = why.counts(dealership=dealership, day=TODAY, at=NOW)[rule.pk]
    plan(dealership)
    after = why.counts(dealership=dealership, day=TODAY, at=NOW)[rule.pk]
    one = next(each for each in customers if each.pk in left_alone)

    told = why.about_customer(customer=one, dealership=dealership, day=TODAY, at=NOW)
    later = why.about_customer(
        customer=one, dealership=dealership, day=TODAY + timedelta(days=40), at=NOW
    )

    assert before == {Answer.CONTROL: 9, Answer.PLANNED: 3}
    assert after == {Answer.CONTROL: 9, Answer.KNOWN: 3}
    assert told[0].answer == Answer.CONTROL
    assert later[0].answer == Answer.CONTROL
    assert one in why.people(
        rule=rule, dealership=dealership, answer=Answer.CONTROL, day=TODAY, at=NOW
    )


def test_a_preview_draws_nothing_that_stays(dealership, rule):
    insured(dealership, rule, 3)

    run = planning.preview(dealership=dealership, day=TODAY, at=NOW)

    assert run.controls == 9
    assert not Draw.objects.exists()


@pytest.mark.parametrize("values", [{"control_share": 21}, {"outcome_days": 0}])
def test_the_database_refuses_a_share_or_window_out_of_bounds(dealership, rule, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(**values)


@pytest.mark.parametrize(("share", "is_valid"), [(0, True), (20, True), (21, False), (-1, False)])
def test_the_editor_takes_a_share_within_bounds(dealership, rule, share, is_valid):
    form = RuleForm(values_of(rule, control_share=share), instance=rule, dealership=dealership)

    assert form.is_valid() == is_valid
    assert ("control_share" in form.errors) != is_valid


def test_a_rule_that_owes_the_call_takes_no_control_group(dealership, rule, monkeypatch):
    monkeypatch.setattr(TRIGGERS[rule.trigger], "owes_contact", True)

    form = RuleForm(values_of(rule, control_share=5), instance=rule, dealership=dealership)

    assert "control_share" in form.errors

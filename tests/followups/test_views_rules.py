"""The pages of rules and scripts."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from communications import template_uses
from followups.forms.rules import RuleForm
from followups.models import CallTask, Rule, Script
from followups.services.rule_changes import put_steps
from tests.communications.letters import make_template
from tests.factories import make_sale
from tests.followups.cards import make_step
from tests.followups.occasions import somebody_with_car


@pytest.fixture
def client(client_as, administrator):
    return client_as(administrator)


@pytest.fixture
def rule(dealership):
    return Rule.objects.get(dealership=dealership, trigger="visit_closed")


def url(name, dealership, *args):
    return reverse(name, args=[dealership.slug, *args])


def values_of(rule, **changes):
    names = list(RuleForm.Meta.fields)
    found = Rule.objects.filter(pk=rule.pk).values(*names).get()
    plan = {"steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 0} | row(0)
    given = found | plan | changes
    return {name: "" if value is None else value for name, value in given.items()}


def row(number, channel="call", day=0, attempts=4, **fields):
    """What the form sends of one step."""
    values = {"channel": channel, "day": day, "attempts": attempts} | fields
    return {f"steps-{number}-{name}": value for name, value in values.items()}


def test_the_list_shows_every_rule_and_what_it_is_about(client, dealership):
    page = client.get(url("rule_list", dealership)).content.decode()

    assert all(rule.name in page for rule in Rule.objects.for_dealership(dealership))
    assert "from day 3 until day 15" in page
    assert "from 21 days before until 23 days after" in page


def test_the_list_names_the_holiday_of_a_greeting(client, dealership):
    page = client.get(url("rule_list", dealership)).content.decode()

    assert "Holiday greeting: New Year" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_for_one_rule_and_for_three(
    client, dealership, django_assert_max_num_queries, count
):
    Rule.objects.exclude(pk__in=Rule.objects.values("pk")[:count]).delete()

    with django_assert_max_num_queries(7):
        client.get(url("rule_list", dealership))


@pytest.mark.parametrize("name", ["rule_list", "rule_add", "script_list", "script_add"])
def test_who_only_calls_may_not_see_them(client_as, operator, dealership, name):
    assert client_as(operator).get(url(name, dealership)).status_code == 403


def test_the_preview_counts_and_keeps_nothing(client, dealership):
    customer, car = somebody_with_car(dealership)
    make_sale(dealership, customer, car, delivered_on=dealership.local_date(timezone.now()))
    Rule.objects.filter(trigger="car_delivered").update(offset_days=0, window_days=300)

    pages = [
        client.post(url("rule_preview", dealership), headers=headers).content.decode()
        for headers in ({}, {"HX-Request": "true"})
    ]

    assert all(re.search(r"Tomorrow\s+1\s+new call", page) for page in pages)
    assert ["<table" in page for page in pages] == [True, False]
    assert not CallTask.objects.exists()


def test_a_changed_rule_is_stored(client, dealership, rule):
    given = values_of(rule, name="Service call", window_days=20)

    response = client.post(url("rule_edit", dealership, rule.pk), given)

    rule.refresh_from_db()
    assert response.status_code == 302
    assert (rule.name, rule.window_days) == ("Service call", 20)


def test_a_new_rule_is_stored_in_its_dealership(client, dealership, rule):
    client.post(url("rule_add", dealership), values_of(rule, name="Second call", offset_days=9))

    assert Rule.objects.get(name="Second call").dealership == dealership


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"window_days": 3}, "three lost days"),
        ({"window_days": 0}, "three lost days"),
        ({"priority": 10}, "from 1 to 9"),
        ({"steps-0-attempts": 0}, "At least one attempt"),
        ({"window_days": 367}, "less than or equal to 366"),
        ({"offset_days": -367, "trigger": "birthday"}, "greater than or equal to -366"),
        ({"steps-0-attempts": 21}, "less than or equal to 20"),
        ({"trigger": "long_absence"}, "How many months"),
        ({"trigger": "car_age"}, "How many months"),
        ({"trigger": "holiday_greeting", "months": 24}, "Which holiday"),
        ({"assignee": "person"}, "Who is it"),
        ({"offset_days": -3}, "after the event"),
        ({"name": ""}, "required"),
        ({"trigger": "unheard_of"}, "valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, dealership, rule, changes, words):
    response = client.post(url("rule_edit", dealership, rule.pk), values_of(rule, **changes))

    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_name_is_given_once(client, dealership, rule):
    other = Rule.objects.exclude(pk=rule.pk).first()

    response = client.post(url("rule_edit", dealership, rule.pk), values_of(rule, name=other.name))

    assert response.status_code == 422
    assert "already" in response.content.decode()


def test_nobody_of_another_dealership_can_be_chosen(
    client, dealership, rule, stranger_administrator
):
    given = values_of(rule, assignee="person", person=stranger_administrator.pk)

    assert client.post(url("rule_edit", dealership, rule.pk), given).status_code == 422


def test_the_rule_of_another_dealership_is_not_there(client, dealership, stranger):
    other = Rule.objects.filter(dealership=stranger).first()

    assert client.get(url("rule_edit", dealership, other.pk)).status_code == 404
    assert client.post(url("rule_switch", dealership, other.pk)).status_code == 404
    script = Script.objects.filter(dealership=stranger).first()
    assert client.get(url("script_edit", dealership, script.pk)).status_code == 404


def test_a_rule_is_switched_off_and_the_undo_switches_it_on(client, dealership, rule):
    client.post(url("rule_switch", dealership, rule.pk), {"active": "0"})
    rule.refresh_from_db()
    was = rule.is_active
    client.post(url("rule_switch_back", dealership, rule.pk, 1))
    rule.refresh_from_db()

    assert (was, rule.is_active) == (False, True)


# --- The plan of a rule -----------------------------------------------------------------------


def plan_of(rule):
    return list(rule.steps.order_by("position").values_list("channel", "day", "attempts"))


def test_a_plan_of_several_steps_is_stored_in_their_order(client, dealership, rule):
    text = make_template(dealership, channel="sms")
    given = values_of(rule, **{"steps-TOTAL_FORMS": 3}) | row(1, "sms", 4, 1, template=text.pk)
    given |= row(0, attempts=2) | row(2, day=8, attempts=1)

    client.post(url("rule_edit", dealership, rule.pk), given)

    assert plan_of(rule) == [("call", 0, 2), ("sms", 4, 1), ("call", 8, 1)]
    page = client.get(url("rule_edit", dealership, rule.pk)).content.decode()
    assert page.count("plan-stop ") == 3
    assert "after 8 days" in page


def test_a_removed_step_is_gone(client, dealership, rule):
    given = values_of(rule, **{"steps-TOTAL_FORMS": 2}) | row(1, attempts=1, DELETE="on")

    client.post(url("rule_edit", dealership, rule.pk), given)

    assert plan_of(rule) == [("call", 0, 4)]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([("call", 0), ("sms", 1)], "The last step is a call"),
        ([("call", 2), ("call", 1)], "earlier than the step before"),
        ([("call", 0), ("call", 13)], "window has closed"),
        ([], "at least one step"),
    ],
)
def test_what_is_no_plan_is_said_at_its_step(client, dealership, rule, steps, words):
    text = make_template(dealership, channel="sms")
    given = values_of(rule, **{"steps-TOTAL_FORMS": len(steps) or 1})
    given |= {} if steps else {"steps-0-DELETE": "on"}
    for number, (channel, day) in enumerate(steps):
        given |= row(number, channel, day, 1, template=text.pk if channel == "sms" else "")

    response = client.post(url("rule_edit", dealership, rule.pk), given)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert plan_of(rule) == [("call", 0, 4)]


@pytest.mark.parametrize(
    ("channel", "template", "words"),
    [("sms", None, "Which message"), ("email", "sms", "belongs to another channel")],
)
def test_a_message_step_needs_a_template_of_its_channel(
    client, dealership, rule, channel, template, words
):
    text = make_template(dealership, channel=template) if template else None
    given = values_of(rule, **{"steps-TOTAL_FORMS": 2}) | row(1, day=1)
    given |= row(0, channel, template=text.pk if text else "")

    response = client.post(url("rule_edit", dealership, rule.pk), given)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_template_of_another_dealership_cannot_be_chosen(client, dealership, rule, stranger):
    text = make_template(stranger, channel="sms")
    given = values_of(rule, **{"steps-TOTAL_FORMS": 2}) | row(1, day=1)

    response = client.post(
        url("rule_edit", dealership, rule.pk), given | row(0, "sms", template=text.pk)
    )

    assert response.status_code == 422


def test_a_step_is_added_to_what_was_entered_and_nothing_is_stored(client, dealership, rule):
    given = values_of(rule, add="1") | row(0, attempts=7)

    pages = [
        client.post(url("rule_plan", dealership), given).content.decode(),
        client.post(url("rule_edit", dealership, rule.pk), given).content.decode(),
    ]

    for page in pages:
        assert page.count('class="plan-row"') == 2
        assert 'value="7"' in page
    assert plan_of(rule) == [("call", 0, 4)]


def test_the_list_of_templates_says_which_steps_use_one(client, dealership, rule):
    text = make_template(dealership, channel="sms")
    put_steps(rule, [make_step("sms", template=text), make_step(day=3)])

    assert template_uses.of_templates(dealership)[text.pk] == [("Steps of plans", 1)]


def test_an_archived_template_is_not_offered(client, dealership, rule):
    text = make_template(dealership, channel="sms", is_active=False)
    given = values_of(rule, **{"steps-TOTAL_FORMS": 2}) | row(1, day=1)

    response = client.post(
        url("rule_edit", dealership, rule.pk), given | row(0, "sms", template=text.pk)
    )

    assert response.status_code == 422

"""The command plan_followups: one JSON object, and nothing the second time."""

import json

import pytest
from django.core.management import CommandError, call_command

from communications.models import Message
from tests.communications.letters import make_template
from tests.factories import NOW, TODAY, make_sale, say
from tests.followups.cards import make_step, put_steps
from tests.followups.occasions import DAY, only_rule, somebody_with_car


def run(capsys, *arguments):
    call_command("plan_followups", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def deliveries(dealership, sister):
    for house in (dealership, sister):
        make_sale(house, *somebody_with_car(house), delivered_on=TODAY - 3 * DAY)


def test_it_prints_what_it_planned_and_plans_nothing_twice(dealership, deliveries, capsys):
    arguments = ("--dealership", dealership.slug, "--date", TODAY.isoformat())

    first, second = run(capsys, *arguments), run(capsys, *arguments)

    assert (first["created"], first["reasons"]) == (1, 1)
    assert first["by_rule"]["car_delivered+3"] == 1
    assert len(first["by_rule"]) == 9
    assert (second["created"], second["reasons"]) == (0, 0)
    assert set(second["by_rule"].values()) == {0}


def test_messages_of_the_day_are_created_too_and_wait_for_it(
    dealership, deliveries, capsys, time_machine
):
    time_machine.move_to(NOW, tick=False)
    rule = only_rule(dealership, "car_delivered", 3)
    text = make_template(dealership, purpose=rule.purpose)
    put_steps(rule, [make_step("sms", template=text), make_step(day=2)])
    buyer = dealership.customer_relations.get().customer
    say(buyer, dealership, purpose=rule.purpose, at=NOW - 90 * DAY)
    tomorrow = TODAY + DAY

    runs = [run(capsys, "--dealership", dealership.slug, "--date", f"{tomorrow}") for _ in "12"]

    assert [one["created"] for one in runs] == [2, 0]  # a card and its message
    assert Message.objects.get().not_before == dealership.start_of_day(tomorrow)


def test_without_a_code_every_dealership_is_planned(deliveries, capsys):
    found = run(capsys, "--date", TODAY.isoformat())

    assert (found["created"], found["by_rule"]["car_delivered+3"]) == (2, 2)


def test_an_unknown_code_is_named(dealership):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("plan_followups", "--dealership", "nowhere")


def test_a_person_reads_a_table(dealership, deliveries, capsys):
    call_command("plan_followups", "--date", TODAY.isoformat())

    assert "2 cards with 2 reasons" in capsys.readouterr().out

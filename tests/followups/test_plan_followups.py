"""The command plan_followups: one JSON object, and nothing the second time."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import TODAY, make_sale
from tests.followups.occasions import DAY, somebody_with_car


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


def test_without_a_code_every_dealership_is_planned(deliveries, capsys):
    found = run(capsys, "--date", TODAY.isoformat())

    assert (found["created"], found["by_rule"]["car_delivered+3"]) == (2, 2)


def test_an_unknown_code_is_named(dealership):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("plan_followups", "--dealership", "nowhere")


def test_a_person_reads_a_table(dealership, deliveries, capsys):
    call_command("plan_followups", "--date", TODAY.isoformat())

    assert "2 cards with 2 reasons" in capsys.readouterr().out

"""The pages of the proof: what each rule brings, and whom the numbers open."""

import re

import pytest
from django.urls import reverse

from dealerships.models import ExportRecord
from followups.models import Draw, Rule
from tests.factories import NOW, TODAY, make_customer, make_vehicle, make_visit
from tests.followups.test_proof import DAY, draw_many


@pytest.fixture
def client(client_as, administrator):
    return client_as(administrator)


@pytest.fixture
def rule(dealership):
    found = Rule.objects.get(dealership=dealership, trigger="maintenance_due")
    Rule.objects.filter(pk=found.pk).update(outcome_days=40, control_share=20)
    found.refresh_from_db()
    return found


def url(name, dealership, *args):
    return reverse(name, args=[dealership.slug, *args])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture(autouse=True)
def _now(time_machine):
    """The pages read the clock."""
    time_machine.move_to(NOW, tick=False)


def test_without_a_control_group_the_pages_say_how_to_begin(client, dealership, rule):
    Rule.objects.update(control_share=0)

    overview = text(client.get(url("proof_overview", dealership)))
    one = text(client.get(url("rule_proof", dealership, rule.pk)))

    assert "No rule has a control group yet" in overview
    assert "This rule has no control group" in one


def test_a_sentence_says_what_a_rule_brings(client, dealership, rule):
    draw_many(dealership, rule, called=80, control=20, came=(60, 3))

    overview = text(client.get(url("proof_overview", dealership)))
    one = text(client.get(url("rule_proof", dealership, rule.pk)))

    sentence = re.search(r"Brings 600 ± \d+ visits per 1,000 calls\.", overview)
    assert sentence
    assert sentence[0] in one
    assert "+600" in one


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("arm=called&result=over", 80),
        ("arm=control&result=over", 20),
        ("arm=control&result=visited", 3),
        ("arm=called&result=bought", 0),
        ("result=running", 0),
        ("share=20&sort=-money", 100),
        ("sort=customer", 100),
        ("sort=-reached", 100),
    ],
)
def test_each_number_opens_its_customers(client, dealership, rule, query, number):
    draw_many(dealership, rule, called=80, control=20, came=(60, 3))
    address = url("proof_customers", dealership, rule.pk)

    page = client.get(f"{address}?{query}")

    assert page.status_code == 200
    assert len(page.context["records"]) == min(number, 50)


def test_customers_whose_time_still_runs_are_counted_apart(client, dealership, rule):
    customer = make_customer(dealership, "Anna Late")
    Draw.objects.create(
        dealership=dealership, rule=rule, customer=customer, subject_id=1, cycle_on=TODAY,
        due_from=TODAY, due_until=TODAY, is_control=True, share=20, drawn_on=TODAY - DAY,
        drawn_at=NOW,
    )  # fmt: skip
    make_visit(dealership, customer, make_vehicle(dealership, owner=customer))

    found = client.get(url("rule_proof", dealership, rule.pk)).context["proof"]
    page = client.get(url("proof_customers", dealership, rule.pk) + "?result=running")

    assert (found.control.number, found.control.running, found.control.visited) == (0, 1, 0)
    assert "Anna Late" in text(page)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_goes_out_as_a_file_and_is_recorded(client, dealership, rule, form):
    draw_many(dealership, rule, called=5, control=2, came=(1, 1))

    answer = client.get(url("proof_export", dealership, rule.pk, form) + "?arm=control")
    content = b"".join(answer.streaming_content)

    assert content
    assert ExportRecord.objects.get().rows == 2


def test_a_filter_that_is_not_offered_is_refused(client, dealership, rule):
    address = url("proof_customers", dealership, rule.pk)

    assert client.get(f"{address}?arm=all-of-them").status_code == 400
    assert client.get(f"{address}?share=7").status_code == 400


@pytest.mark.parametrize("name", ["proof_overview", "rule_proof", "proof_customers"])
def test_who_only_calls_may_not_see_it(client_as, operator, dealership, rule, name):
    args = [] if name == "proof_overview" else [rule.pk]

    assert client_as(operator).get(url(name, dealership, *args)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_customer_as_for_three(
    client, dealership, rule, count, django_assert_max_num_queries
):
    draw_many(dealership, rule, called=count, control=1, came=(count, 0))

    with django_assert_max_num_queries(10):
        client.get(url("proof_customers", dealership, rule.pk))

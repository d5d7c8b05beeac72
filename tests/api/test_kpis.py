"""KPIs by API: the figures of the pages, for the dealership of the key."""

import pytest
from django.urls import reverse

from kpis.services.figures import figures
from tests.api.test_keys import bearer, issue
from tests.factories import TODAY, make_customer, make_vehicle, make_visit

KPIS = reverse("api_kpis")


@pytest.fixture
def headers(dealership, dealer_head):
    return bearer(issue(dealership, dealer_head))


def test_the_figures_are_those_of_the_pages(client, dealership, sister, headers):
    for one in (dealership, dealership, sister):
        make_visit(one, make_customer(one), make_vehicle(one))

    answer = client.get(f"{KPIS}?as_of={TODAY}", headers=headers).json()

    assert answer == figures(dealerships=[dealership], as_of=TODAY)
    assert answer != figures(dealerships=[dealership, sister], as_of=TODAY)


def test_one_kind_of_customer(client, dealership, headers):
    answer = client.get(f"{KPIS}?as_of={TODAY}&kind=company", headers=headers).json()

    assert answer == figures(dealerships=[dealership], as_of=TODAY, kind="company")


def test_today_is_the_day_of_the_dealership(client, headers):
    assert client.get(KPIS, headers=headers).status_code == 200


@pytest.mark.parametrize("year", ["0001", "0005", "1989", "2101", "9999"])
def test_a_day_outside_all_histories_is_refused_with_the_range(client, headers, year):
    answer = client.get(f"{KPIS}?as_of={year}-01-01", headers=headers)

    assert answer.status_code == 400
    assert "from 1990-01-01 to 2100-12-31" in answer.json()["errors"]["as_of"][0]


@pytest.mark.parametrize("day", ["1990-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_of_the_range_are_answered(client, headers, day):
    assert client.get(f"{KPIS}?as_of={day}", headers=headers).json()["as_of"] == day


@pytest.mark.parametrize("question", ["as_of=31.02.2025", "kind=robot", "as_of=%00"])
def test_a_question_that_makes_no_sense_is_refused(client, headers, question):
    answer = client.get(f"{KPIS}?{question}", headers=headers)

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_figures_are_for_those_who_may_see_them(client, dealership, operator, dealer_head):
    assert client.get(KPIS, headers=bearer(issue(dealership, operator))).status_code == 403
    tasks_only = issue(dealership, dealer_head, scopes=["tasks:read"])
    assert client.get(KPIS, headers=bearer(tasks_only)).status_code == 403

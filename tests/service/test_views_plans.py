"""The pages of the maintenance plans."""

import pytest
from django.urls import reverse

from service.models import MaintenancePlan


@pytest.fixture
def client(client_as, service_manager):
    return client_as(service_manager)


@pytest.fixture
def plan(dealership):
    return MaintenancePlan.objects.get(dealership=dealership)


def url(name, dealership, *args):
    return reverse(name, args=[dealership.slug, *args])


def test_the_standard_plan_is_listed(client, dealership):
    page = client.get(url("plan_list", dealership)).content.decode()

    assert "all cars" in page
    assert "15,000" in page


def test_a_plan_for_a_make_is_added(client, dealership):
    client.post(
        url("plan_add", dealership),
        {"make": "Haval", "model": "", "months": 6, "km": 10000, "is_active": "on"},
    )

    assert MaintenancePlan.objects.get(make="Haval").dealership == dealership


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"make": "", "model": "Jolion", "months": 6, "km": 9}, "needs its make"),
        ({"make": "X", "model": "", "months": 0, "km": 9}, "At least 1"),
        ({"make": "", "model": "", "months": 6, "km": 9}, "already"),
    ],
)
def test_what_cannot_be_is_said(client, dealership, given, words):
    response = client.post(url("plan_add", dealership), given)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_plan_is_changed(client, dealership, plan):
    client.post(
        url("plan_edit", dealership, plan.pk), {"make": "", "model": "", "months": 10, "km": 15000}
    )

    plan.refresh_from_db()
    assert (plan.months, plan.is_active) == (10, False)


def test_the_plan_of_another_dealership_is_not_there(client, dealership, stranger):
    other = MaintenancePlan.objects.get(dealership=stranger)

    assert client.get(url("plan_edit", dealership, other.pk)).status_code == 404


def test_an_advisor_may_not_change_plans(client_as, service_advisor, dealership):
    assert client_as(service_advisor).get(url("plan_list", dealership)).status_code == 403

"""The page of the rules of contact: whose law, which hours, what they leave."""

import pytest
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db
GIVEN = {
    "law": "cn",
    "calls_from": "10:00",
    "calls_until": "19:00",
    "marketing_contacts": "3",
    "marketing_days": "60",
    "calls_a_day": "2",
    "days_after_complaint": "0",
}


@pytest.fixture
def page(dealership):
    return reverse("communications:contact_rules", args=[dealership.slug])


@pytest.fixture
def desk(client, dealership):
    client.force_login(make_user(dealership=dealership, roles=["administrator"]))
    return client


def test_the_law_narrows_the_hours_on_the_page(desk, page, dealership):
    assert desk.post(page, GIVEN).status_code == 302

    dealership.refresh_from_db()
    assert (dealership.law, f"{dealership.calls_from:%H:%M}") == ("cn", "10:00")
    assert (dealership.marketing_contacts, dealership.marketing_days) == (3, 60)
    shown = desk.get(page).text
    assert "10:00–12:00, 13:30–19:00" in shown
    assert "nobody" in shown  # public holidays


def test_what_needs_a_yes_is_said_by_the_law(desk, page, dealership):
    desk.post(page, GIVEN | {"law": "eu"})

    shown = desk.get(page).text
    assert shown.count("until they object") == 1
    assert shown.count("only after they agreed") == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"calls_until": "09:00"}, "Contacts must end later than they begin."),
        ({"calls_from": "21:00", "calls_until": "22:00"}, "The law leaves no contact"),
        ({"law": "xx"}, "Select a valid choice"),
        ({"calls_from": "noon"}, "Enter a valid time"),
        ({"calls_a_day": "0"}, "greater than or equal to 1"),
        ({"marketing_days": ""}, "This field is required"),
    ],
)
def test_hours_that_make_no_sense_are_refused(desk, page, dealership, change, said):
    answer = desk.post(page, GIVEN | change)

    assert answer.status_code == 422
    assert said in answer.text
    dealership.refresh_from_db()
    assert dealership.law == "ru"


def test_a_dealer_head_sees_and_does_not_change(client, page, dealership):
    client.force_login(make_user(dealership=dealership, roles=["dealer_head"]))

    assert "disabled" in client.get(page).text
    assert client.post(page, GIVEN).status_code == 403

"""Numbers that dial: on the customer's page, on the card, and for whom not."""

import pytest
from django.utils import timezone

from communications.models import PhoneCall
from customers.services.customers import stop_calls
from followups.services import queue
from tests.communications.calls import NUMBER, give_telephone
from tests.factories import NOW, make_customer
from tests.followups.cards import consent_to, make_card, member


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, phone=NUMBER)


def test_without_a_telephone_numbers_stay_links(
    client_as, dealership, operator, customer, settings
):
    settings.TELEPHONY_URL = "http://127.0.0.1:9"

    page = client_as(operator).get(f"/d/north/customers/{customer.pk}/").text

    assert f"tel:{NUMBER}" in page
    assert "/phone/dial/" not in page
    assert 'id="phone-pop"' not in page


def test_with_a_telephone_a_click_dials(client_as, operator, customer, telephone, dealership):
    consent_to(customer, dealership, "service")
    client = client_as(operator)
    assert "/phone/dial/" in client.get(f"/d/north/customers/{customer.pk}/").text

    answer = client.post(
        "/d/north/phone/dial/",
        {"number": NUMBER, "customer": customer.pk, "back": "/d/north/customers/"},
    )

    assert answer.url == "/d/north/customers/"
    call = PhoneCall.objects.get()
    assert (call.number, call.customer, call.user) == (NUMBER, customer, operator)


def test_who_asked_not_to_be_called_is_asked_for_twice(
    client_as, operator, customer, telephone, dealership
):
    stop_calls(customer=customer, by=operator, at=NOW)
    client, sent = client_as(operator), {"number": NUMBER, "customer": customer.pk}

    asked = client.post("/d/north/phone/dial/", sent)

    assert not PhoneCall.objects.exists()
    assert "This customer asked not to be called." in client.get(asked.url).text
    client.post("/d/north/phone/dial/", sent | {"confirmed": "1"})
    assert PhoneCall.objects.count() == 1


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_click_never_leads_away(client_as, operator, telephone, back):
    answer = client_as(operator).post("/d/north/phone/dial/", {"number": NUMBER, "back": back})

    assert answer.url == "/d/north/phone/"


def test_a_card_dials_only_while_it_is_in_hand(
    client_as, operator, telephone, dealership, customer
):
    consent_to(customer, dealership, "service")
    task = make_card(dealership, customer=customer)
    client, sent = client_as(operator), {"dial": NUMBER, "fence": 0, "note": ""}
    url = f"/d/north/calls/{task.pk}/dial/"

    assert client.post(url, sent).status_code == 409
    assert not PhoneCall.objects.exists()

    queue.claim_own(member=member(operator, dealership), task=task, at=timezone.now())
    task.refresh_from_db()
    right = sent | {"fence": task.fence}
    assert client.post(url, right | {"dial": "+79990000000"}).status_code == 404
    assert client.post(url, right, headers={"HX-Request": "true"}).status_code == 204
    assert PhoneCall.objects.get().customer == customer


def test_the_extension_stands_in_the_form_of_the_person(
    client_as, dealership, administrator, operator, receptionist
):
    client = client_as(administrator)
    sent = {"roles": ["operator"], "extension": "101"}
    client.post(f"/d/north/staff/{operator.pk}/", sent)
    assert member(operator, dealership).extension == "101"

    taken = client.post(f"/d/north/staff/{receptionist.pk}/", sent | {"roles": ["receptionist"]})

    assert taken.status_code == 422
    assert member(receptionist, dealership).extension == ""


def test_the_telephone_of_one_dealership_is_none_in_another(dealership, sister, operator):
    give_telephone(sister, operator)

    assert member(operator, dealership).extension == ""

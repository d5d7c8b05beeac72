"""The customer's page and forms."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from customers.models import Consent, ContactPoint, Customer, Ownership
from customers.services.consents import record_consent
from customers.services.merging import merge
from tests.customers.pages import live, url
from tests.factories import (
    NOW,
    make_customer,
    make_sale,
    make_user,
    make_vehicle,
    make_visit,
)


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, "Смирнова Елена Сергеевна", phone="+79161234567")


def test_the_page_shows_who_cars_and_history(web, dealership, customer):
    vehicle = make_vehicle(dealership, owner=customer, make="Skoda", model="Octavia")
    make_sale(dealership, customer, vehicle)
    make_visit(dealership, customer, vehicle, odometer_km=30_000)

    page = web.get(url("customer_detail", customer.pk)).content.decode()

    for words in ("Смирнова Елена Сергеевна", "916", "Skoda", "Bought", "Maintenance", "30,000"):
        assert words in page


def test_the_page_asks_as_many_queries_for_a_long_history_as_for_a_short_one(
    web, dealership, customer, django_assert_num_queries
):
    """Three of the frame (session, person, roles and dealerships) and four of the page."""
    live(dealership, customer, [0])
    for more in ([1], range(2, 40)):
        live(dealership, customer, more)
        with django_assert_num_queries(9):
            assert web.get(url("customer_detail", customer.pk)).status_code == 200


def test_another_dealerships_customer_is_not_there(web, sister, stranger):
    for other in (sister, stranger):
        theirs = make_customer(other, "Канареев")
        for name in ("customer_detail", "customer_edit", "customer_timeline", "car_add"):
            response = web.get(url(name, theirs.pk), headers={"HX-Request": "true"})
            assert response.status_code == 404
        for name in ("contact_add", "consent_record", "calls_stop", "calls_allow"):
            assert web.post(url(name, theirs.pk), {"text": "9161234567"}).status_code == 404
        assert "Канареев" not in web.get(url("customer_list")).content.decode()


def test_a_merged_card_leads_to_the_kept_one(web, dealership, operator, customer):
    merged = make_customer(dealership)
    merge(kept=customer, merged=merged, by=operator, at=NOW)

    response = web.get(url("customer_detail", merged.pk), follow=True)

    assert response.redirect_chain == [(url("customer_detail", customer.pk), 302)]
    assert "joined with this one" in response.content.decode()
    assert web.get(url("customer_detail", 10**9)).status_code == 404


def test_a_merged_card_of_another_dealership_leads_nowhere(web, sister, operator):
    kept, merged = make_customer(sister), make_customer(sister)
    merge(kept=kept, merged=merged, by=operator, at=NOW)

    assert web.get(url("customer_detail", merged.pk)).status_code == 404


def test_a_card_is_opened_with_phones_and_email(web, dealership):
    response = web.post(
        url("customer_create"),
        {
            "kind": "person",
            "full_name": "Иванов Пётр",
            "phone": "8 916 123-45-67, 8 916 123-45-68",
            "email": "P@Example.com",
        },
    )

    customer = Customer.objects.for_dealership(dealership).get()
    assert response.url == url("customer_detail", customer.pk)
    assert set(customer.contact_points.values_list("value", flat=True)) == {
        "+79161234567",
        "+79161234568",
        "p@example.com",
    }


def test_a_phone_of_another_card_is_asked_about_once(web, customer, sister):
    make_customer(sister, "Secret Person", phone="+79160000001")
    typed = {"kind": "person", "full_name": "Иванов Пётр", "phone": "8 916 000-00-01"}
    assert web.post(url("customer_create"), typed).status_code == 302  # theirs are not told of

    again = web.post(url("customer_create"), typed)
    assert again.status_code == 422
    first = Customer.objects.get(full_name="Иванов Пётр")
    link = f'<a href="{url("customer_detail", first.pk)}">Иванов Пётр</a>'
    assert f"{link} has this phone." in again.text
    assert "Secret" not in again.text

    web.post(url("customer_create"), typed | {"is_another": "on"})
    assert Customer.objects.filter(full_name="Иванов Пётр").count() == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"full_name": " "}, "required"),
        ({"full_name": "---"}, "A name has letters"),
        ({"full_name": "Иванов", "phone": "none"}, "no phone number"),
        ({"full_name": "Иванов", "email": "at home"}, "not an e-mail"),
        ({"full_name": "Иванов", "birth_date": "1812-01-01"}, "too long ago"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_opens_nothing(web, db, values, words):
    response = web.post(url("customer_create"), {"kind": "person"} | values)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Customer.objects.exists()


def edit_values(**values):
    return {"kind": "person", "full_name": "Смирнова Елена Сергеевна", "gender": ""} | values


def test_an_edit_is_saved(web, customer):
    response = web.post(url("customer_edit", customer.pk), edit_values(city="Химки", version=1))

    customer.refresh_from_db()
    assert (response.status_code, customer.city, customer.version) == (302, "Химки", 2)


def test_an_edit_of_an_old_form_shows_both_versions_and_loses_nothing(web, customer):
    """R13: the second person sees what stands there and keeps what they typed."""
    web.post(url("customer_edit", customer.pk), edit_values(city="Химки", version=1))

    refused = web.post(url("customer_edit", customer.pk), edit_values(city="Тверь", version=1))
    page = refused.content.decode()
    again = web.post(url("customer_edit", customer.pk), edit_values(city="Тверь", version=2))

    assert refused.status_code == 422
    assert "Химки" in page
    assert 'value="Тверь"' in page
    assert 'name="version" value="2"' in page
    assert again.status_code == 302
    customer.refresh_from_db()
    assert customer.city == "Тверь"


def test_contacts_are_added_marked_and_ordered(web, customer):
    web.post(url("contact_add", customer.pk), {"text": "8 903 555-00-00", "label": "wife"})
    web.post(url("contact_add", customer.pk), {"text": "e@example.com"})
    first, second = customer.contact_points.filter(kind="phone").order_by("position", "pk")

    web.post(url("contact_wrong", customer.pk, first.pk))
    web.post(url("contact_first", customer.pk, second.pk))

    first.refresh_from_db()
    assert first.wrong_since is not None
    page = web.get(url("customer_detail", customer.pk)).content.decode()
    assert page.index("+79035550000") < page.index("+79161234567")
    assert "wrong number" in page
    web.post(url("contact_right", customer.pk, first.pk))
    first.refresh_from_db()
    assert first.wrong_since is None


def test_a_contact_of_another_card_is_not_there(web, dealership, customer):
    other = make_customer(dealership, phone="+79990000000")

    theirs = url("contact_wrong", customer.pk, other.contact_points.get().pk)

    assert web.post(theirs).status_code == 404


def test_a_statement_is_written_down_with_its_evidence(web, operator, customer):
    web.post(
        url("consent_record", customer.pk),
        {"purpose": "service", "channel": "call", "is_granted": "0", "wording": "Не звоните"},
    )

    consent = Consent.objects.get()
    assert (consent.is_granted, consent.evidence, consent.recorded_by) == (False, "form", operator)
    page = web.get(url("customer_detail", customer.pk)).content.decode()
    assert "Не звоните" in page


def test_calls_are_stopped_and_allowed(web, customer):
    web.post(url("calls_stop", customer.pk))
    assert "Do not call" in web.get(url("customer_detail", customer.pk)).content.decode()

    web.post(url("calls_allow", customer.pk))

    customer.refresh_from_db()
    assert customer.do_not_call_since is None


def test_a_car_is_added_passed_on_and_ended(web, dealership, customer):
    values = {"vin": "XW8ZZZ61ZJG123456", "make": "Skoda", "since": "2024-01-01"}
    assert web.post(url("car_add", customer.pk), values).status_code == 302
    other = make_customer(dealership)

    refused = web.post(url("car_add", other.pk), values | {"since": "2025-01-01"})
    web.post(url("car_add", other.pk), values | {"since": "2025-01-01", "is_new_owner": "on"})

    assert refused.status_code == 422
    assert "belongs to another customer" in refused.content.decode()
    owned = Ownership.objects.get(customer=other)
    web.post(url("car_end", other.pk, owned.pk), {"on": "2025-06-01"})
    owned.refresh_from_db()
    assert str(owned.until) == "2025-06-01"


def test_who_said_it_is_named_as_the_language_writes_it(web, dealership, customer):
    chinese = make_user("wang", first_name="伟", last_name="王")
    russian = make_user("belova", first_name="Наталья", last_name="Белова")
    for by in (chinese, russian, make_user("nameless")):
        record_consent(
            customer=customer,
            dealership=dealership,
            purpose="service",
            channel="call",
            is_granted=True,
            evidence="form",
            by=by,
            at=NOW,
        )

    page = web.get(url("customer_detail", customer.pk)).text

    assert "王伟" in page
    assert "伟 王" not in page
    assert "Наталья Белова" in page
    assert "nameless" in page


def test_a_statement_from_an_export_shows_its_day_without_an_hour(web, dealership, customer):
    record_consent(
        customer=customer,
        dealership=dealership,
        purpose="service",
        channel="call",
        is_granted=True,
        evidence="import",
        by=None,
        at=datetime(2026, 10, 1, tzinfo=dealership.tz),
    )

    page = web.get(url("customer_detail", customer.pk)).text

    assert "1\u00a0Oct" in page
    assert "00:00" not in page


def test_what_is_no_phone_among_several_is_named(web, dealership):
    typed = {"kind": "person", "full_name": "Иванов Пётр", "phone": "8 916 000-00-01, завтра, 12"}

    page = web.post(url("customer_create"), typed)

    assert page.status_code == 422
    assert "There is no phone number in this: завтра, 12." in page.content.decode()
    assert not Customer.objects.filter(full_name="Иванов Пётр").exists()


def test_nobody_is_born_on_a_day_to_come(web, customer):
    born = timezone.localdate() + timedelta(days=2)
    typed = {"kind": "person", "full_name": "Смирнова Елена", "birth_date": born}

    for address in (url("customer_create"), url("customer_edit", customer.pk)):
        page = web.post(address, typed)

        assert page.status_code == 422
        assert "still to come" in page.content.decode()


def test_an_address_is_not_spoken_of_as_a_number(web, customer):
    ContactPoint.objects.filter(customer=customer).delete()
    ContactPoint.objects.create(
        customer=customer, kind="email", value="elena@example.com", wrong_since=NOW
    )

    page = web.get(url("customer_detail", customer.pk)).content.decode()

    assert "wrong address" in page
    assert "wrong number" not in page

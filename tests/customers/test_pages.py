"""The customer's page, list and forms."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from customers.models import Consent, ContactPoint, Customer, CustomerRelation, Ownership
from customers.services.consents import record_consent
from customers.services.merging import merge
from dealerships.models import ExportRecord
from dealerships.paging import keyset_page
from tests.factories import (
    NOW,
    TODAY,
    make_customer,
    make_sale,
    make_user,
    make_vehicle,
    make_visit,
)


@pytest.fixture
def customer(dealership):
    return make_customer(dealership, "Смирнова Елена Сергеевна", phone="+79161234567")


@pytest.fixture
def web(client_as, operator):
    return client_as(operator)


@pytest.fixture
def manager(client_as, relations_manager):
    return client_as(relations_manager)


def url(name, *args, slug="north"):
    return reverse(f"customers:{name}", args=[slug, *args])


def live(dealership, customer, years):
    """A car, a visit, a phone and a statement of each year."""
    for year in years:
        vehicle = make_vehicle(dealership, owner=customer)
        make_sale(dealership, customer, vehicle, delivered_on=TODAY - timedelta(days=365 * year))
        make_visit(dealership, customer, vehicle, closed_at=NOW - timedelta(days=30 * year))
        ContactPoint.objects.create(customer=customer, kind="phone", value=f"+7916000{year:04}")
        record_consent(
            customer=customer,
            dealership=dealership,
            purpose="service",
            channel="call",
            is_granted=bool(year % 2),
            evidence="form",
            by=None,
            at=NOW - timedelta(days=year),
        )


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
        with django_assert_num_queries(7):
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


def test_the_list_pages_by_name_without_gaps(web, dealership, monkeypatch):
    monkeypatch.setattr(keyset_page, "__kwdefaults__", {"size": 3})
    names = [f"Customer {letter}" for letter in "abcdefgh"]
    for name in reversed(names):
        make_customer(dealership, name)

    seen, address = [], url("customer_list")
    while address:
        page = web.get(address)
        seen += [row.full_name for row in page.context["records"]]
        older = page.context["older"]
        address = f"{url('customer_list')}?{older}" if older else ""
    back = web.get(f"{url('customer_list')}?{page.context['newer']}")

    assert seen == names
    assert [row.full_name for row in back.context["records"]] == names[3:6]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=company", ["Firm"]),
        ("car=yes", ["Owner"]),
        ("consent=service-yes", ["Owner"]),
        ("consent=service-no", ["Firm"]),
        ("calls=stopped", ["Quiet"]),
        ("visit=year", ["Owner"]),
        ("visit=never&kind=person", ["Quiet"]),
    ],
)
def test_filters_keep_who_they_say(web, dealership, query, expected):
    owner = make_customer(dealership, "Owner")
    firm = make_customer(dealership, "Firm", kind="company")
    make_customer(dealership, "Quiet", do_not_call_since=NOW)
    make_visit(dealership, owner, make_vehicle(dealership, owner=owner))
    for card, is_granted in ((owner, True), (firm, False)):
        record_consent(
            customer=card,
            dealership=dealership,
            purpose="service",
            channel="call",
            is_granted=is_granted,
            evidence="form",
            by=None,
            at=NOW,
        )

    page = web.get(f"{url('customer_list')}?{query}")

    assert [row.full_name for row in page.context["records"]] == expected


def test_a_place_that_cannot_be_read_gives_the_first_page(web):
    for place in ("after=x", "before=|", "after=99999999999999999999|a"):
        assert web.get(f"{url('customer_list')}?{place}").status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_filtered_list_is_taken_out_and_recorded(manager, relations_manager, dealership, form):
    make_customer(dealership, "Иванов", phone="+79161234567")
    make_customer(dealership, "=Firm()", kind="company")

    response = manager.get(f"{url('customer_export', form)}?kind=person")
    content = b"".join(response.streaming_content)

    record = ExportRecord.objects.get()
    assert (record.user, record.rows, record.filters) == (relations_manager, 1, {"kind": "person"})
    if form == "csv":
        assert "Иванов,Person,+79161234567" in content.decode("utf-8-sig")


def test_only_managers_take_lists_out(web):
    assert web.get(url("customer_export", "csv")).status_code == 403


def test_the_list_asks_as_many_queries_for_many_as_for_few(
    web, dealership, django_assert_num_queries
):
    live(dealership, make_customer(dealership), [0])
    for _more in range(2):
        with django_assert_num_queries(6):
            web.get(url("customer_list"))
        for _each in range(3):
            live(dealership, make_customer(dealership), [0, 1])


def test_a_person_without_a_role_here_sees_nothing(client_as, outsider, stranger_administrator):
    for user in (outsider, stranger_administrator):
        assert client_as(user).get(url("customer_list")).status_code == 404
    assert client_as(None).get(url("customer_list")).status_code == 302
    assert not CustomerRelation.objects.exists()


def listed(web, **asked):
    """The names of the list, from above."""
    response = web.get(url("customer_list"), asked)
    assert response.status_code == 200
    return [row.full_name for row in response.context["records"]]


def test_the_list_is_sorted_by_name_city_and_last_visit(web, dealership):
    served = make_customer(dealership, "Anna", city="Tver")
    make_visit(dealership, served, make_vehicle(dealership))
    make_customer(dealership, "Boris", city="Kazan")

    assert listed(web) == ["Anna", "Boris"]
    assert listed(web, sort="-name") == ["Boris", "Anna"]
    assert listed(web, sort="city") == ["Boris", "Anna"]
    assert listed(web, sort="-last_visit") == ["Anna", "Boris"]
    assert listed(web, sort="last_visit") == ["Boris", "Anna"]


def test_the_last_visit_stands_beside_the_customer(web, manager, dealership, sister):
    customer = make_customer(dealership, "Anna")
    vehicle = make_vehicle(dealership)
    for days in (400, 3):
        make_visit(dealership, customer, vehicle, closed_at=NOW - timedelta(days=days))
    make_visit(sister, customer, vehicle, closed_at=NOW)

    assert "17\u00a0Nov\u00a02026" in web.get(url("customer_list")).text
    exported = manager.get(url("customer_export", "csv")).getvalue().decode()
    assert "2026-11-17" in exported


@pytest.mark.parametrize("sort", ["name", "-city", "last_visit", "-last_visit"])
def test_pages_of_the_list_follow_each_other_by_every_sort(web, dealership, sort):
    for number in range(60):
        customer = make_customer(dealership, f"C{number:02}", city=f"City {number % 3}")
        if number % 2:
            closed = NOW - timedelta(days=number % 5)
            make_visit(dealership, customer, make_vehicle(dealership), closed_at=closed)

    first = web.get(url("customer_list"), {"sort": sort})
    older = web.get(f"{url('customer_list')}?{first.context['older']}")
    newer = web.get(f"{url('customer_list')}?{older.context['newer']}")
    seen = [row.pk for page in (first, older) for row in page.context["records"]]

    assert len(seen) == len(set(seen)) == 60
    assert newer.context["records"] == first.context["records"]


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

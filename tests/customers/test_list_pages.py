"""The list of customers: paging, filters, sorting, its file."""

from datetime import timedelta

import pytest

from customers.models import CustomerRelation
from customers.services.consents import record_consent
from dealerships.models import ExportRecord
from dealerships.paging import keyset_page
from tests.customers.pages import live, url
from tests.factories import NOW, make_customer, make_vehicle, make_visit


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
        with django_assert_num_queries(7):
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

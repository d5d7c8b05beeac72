"""The list of visits: whose, filtered, sorted, paged, taken out as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from dealerships.models import ExportRecord, StaffMember
from tests.factories import NOW, make_customer, make_vehicle, make_visit


@pytest.fixture
def client(client_as, service_manager):
    return client_as(service_manager)


@pytest.fixture
def visit(dealership):
    """visit("Orlov", days=3, …): a visit closed so many days ago."""

    def make(name="Orlov", *, days=0, of=dealership, **fields):
        customer = make_customer(of, name)
        vehicle = make_vehicle(of, owner=customer)
        return make_visit(of, customer, vehicle, closed_at=NOW - timedelta(days=days), **fields)

    return make


def names(client, **asked):
    """The customers of the list, from above."""
    response = client.get(reverse("visit_list", args=["north"]), asked)
    assert response.status_code == 200
    return [row.customer.full_name for row in response.context["records"]]


def test_an_empty_list_leads_those_who_may_to_the_import(client, client_as, service_advisor):
    button = 'class="btn btn-primary" href="/d/north/imports/"'
    page = reverse("visit_list", args=["north"])

    assert button in client.get(page).text
    assert button not in client_as(service_advisor).get(page).text


def test_the_newest_stand_first_and_lead_to_their_customer(client, visit):
    visit("Old", days=9)
    newest = visit("New", days=1)

    page = client.get(reverse("visit_list", args=["north"]))

    assert names(client) == ["New", "Old"]
    assert reverse("customers:customer_detail", args=["north", newest.customer_id]) in page.text


def test_another_dealerships_visits_are_not_there(client, visit, sister):
    visit("Theirs", of=sister)

    assert names(client) == []


def test_filters_keep_what_they_say(client, visit, dealership):
    advisor = StaffMember.objects.create(dealership=dealership, name="Titov")
    visit("Repaired", days=1, kind="repair")
    visit("Served", days=40, advisor=advisor)
    start = (NOW - timedelta(days=7)).date().isoformat()

    assert names(client, kind="repair") == ["Repaired"]
    assert names(client, advisor=advisor.pk) == ["Served"]
    assert names(client, start=start) == ["Repaired"]
    assert names(client, end=start) == ["Served"]


def test_visits_that_are_not_closed_have_a_list_of_their_own(client, dealership, visit):
    visit("Closed")
    customer = make_customer(dealership, "Waiting")
    make_visit(dealership, customer, make_vehicle(dealership), closed_at=None)

    assert names(client) == ["Closed"]
    assert names(client, state="open") == ["Waiting"]
    assert names(client, state="open", start="2026-11-20", end="2026-11-20") == ["Waiting"]
    assert names(client, state="open", start="2026-11-21") == []


@pytest.mark.parametrize("find", ["orl", "R-77", "XW8ZZZ61ZJG777777", "A777AA77"])
def test_a_visit_is_found_by_customer_number_vin_and_plate(client, dealership, find):
    customer = make_customer(dealership, "Orlov")
    vehicle = make_vehicle(
        dealership, owner=customer, vin="XW8ZZZ61ZJG777777", plate="А777АА77", plate_key="A777AA77"
    )
    make_visit(dealership, customer, vehicle, number="R-777")
    other = make_customer(dealership, "Somebody")
    make_visit(dealership, other, make_vehicle(dealership, owner=other))

    assert names(client, find=find) == ["Orlov"]


@pytest.mark.parametrize(
    ("sort", "first"), [("customer", "Cheap"), ("-amount", "Dear"), ("amount", "Cheap")]
)
def test_the_headers_sort(client, visit, sort, first):
    visit("Cheap", labour=1)
    visit("Dear", labour=900)

    assert names(client, sort=sort)[0] == first


def test_pages_follow_each_other_by_every_sort(client, visit):
    for number in range(53):
        visit(f"Customer {number:02}", days=number % 5, labour=number % 7)

    for sort in ("customer", "-day", "kind", "-amount", "number"):
        first = client.get(reverse("visit_list", args=["north"]), {"sort": sort})
        second = client.get(f"{first.request['PATH_INFO']}?{first.context['older']}")
        seen = [row.pk for page in (first, second) for row in page.context["records"]]
        assert len(seen) == len(set(seen)) == 53, sort


def test_three_visits_cost_as_many_queries_as_one(client, visit, django_assert_num_queries):
    """Three of the frame, what waits, the advisors, the page."""
    for count in (1, 2):
        for _each in range(count):
            visit()
        with django_assert_num_queries(7):
            names(client)


def test_a_file_holds_the_filtered_rows_and_is_recorded(client, visit):
    visit("Kept", kind="repair")
    visit("Left out")

    response = client.get(reverse("visit_export", args=["north", "csv"]), {"kind": "repair"})

    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["Customer"] for row in rows] == ["Kept"]
    assert ExportRecord.objects.get().filters == {"kind": "repair"}


def test_an_advisor_reads_and_takes_nothing_out(client_as, service_advisor, salesperson, visit):
    visit("Orlov")

    assert names(client_as(service_advisor)) == ["Orlov"]
    export = reverse("visit_export", args=["north", "csv"])
    assert client_as(service_advisor).get(export).status_code == 403
    assert client_as(salesperson).get(reverse("visit_list", args=["north"])).status_code == 403

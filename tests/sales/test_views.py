"""The list of sales: whose, filtered, sorted, taken out as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from dealerships.models import ExportRecord, StaffMember
from tests.factories import NOW, TODAY, make_customer, make_sale, make_vehicle

LIST = "/d/north/sales/"


@pytest.fixture
def client(client_as, sales_manager):
    return client_as(sales_manager)


@pytest.fixture
def sale(dealership):
    """sale("Orlov", days=3, …): a car delivered so many days ago."""

    def make(name="Orlov", *, days=0, of=dealership, **fields):
        customer = make_customer(of, name)
        vehicle = make_vehicle(of, owner=customer)
        return make_sale(of, customer, vehicle, delivered_on=TODAY - timedelta(days=days), **fields)

    return make


def names(client, **asked):
    """The customers of the list, from above."""
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return [row.customer.full_name for row in response.context["records"]]


def test_an_empty_list_leads_those_who_may_to_the_import(client, client_as, salesperson):
    button = 'class="btn btn-primary" href="/d/north/imports/"'

    assert button in client.get(LIST).text
    assert button not in client_as(salesperson).get(LIST).text


def test_the_newest_stand_first_and_lead_to_their_customer(client, sale):
    sale("Old", days=9)
    newest = sale("New", days=1)

    assert names(client) == ["New", "Old"]
    address = reverse("customers:customer_detail", args=["north", newest.customer_id])
    assert address in client.get(LIST).text


def test_another_dealerships_sales_are_not_there(client, sale, sister):
    sale("Theirs", of=sister)

    assert names(client) == []


def test_filters_keep_what_they_say(client, sale, dealership):
    seller = StaffMember.objects.create(dealership=dealership, name="Zimin")
    source = dealership.lead_sources.get(code="phone")
    sale("Plain", days=1)
    sale("Special", days=40, condition="used", salesperson=seller, lead_source=source)

    asked = {"condition": "used", "salesperson": seller.pk, "source": source.pk}
    for name, value in (asked | {"end": TODAY - timedelta(days=7)}).items():
        assert names(client, **{name: value}) == ["Special"], name


def test_cancelled_sales_have_a_list_of_their_own(client, sale):
    sale("Standing")
    sale("Gone", cancelled_at=NOW)

    assert names(client) == ["Standing"]
    assert names(client, state="cancelled") == ["Gone"]


@pytest.mark.parametrize("find", ["orl", "D-2026"])
def test_a_sale_is_found_by_customer_and_contract(client, sale, find):
    sale("Orlov", contract_number="D-2026-1")
    sale("Somebody")

    assert names(client, find=find) == ["Orlov"]


@pytest.mark.parametrize(("sort", "first"), [("customer", "Cheap"), ("-amount", "Dear")])
def test_the_headers_sort(client, sale, sort, first):
    sale("Cheap", price=1)
    sale("Dear", price=900)

    assert names(client, sort=sort)[0] == first


def test_three_sales_cost_as_many_queries_as_one(client, sale, django_assert_num_queries):
    """Three of the frame, what waits, salespeople, sources, the page."""
    for count in (1, 2):
        for _each in range(count):
            sale()
        with django_assert_num_queries(8):
            names(client)


def test_a_file_holds_the_filtered_rows_and_is_recorded(client, sale):
    sale("Kept", condition="used")
    sale("Left out")

    response = client.get("/d/north/sales/export.csv", {"condition": "used"})

    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["Customer"] for row in rows] == ["Kept"]
    assert ExportRecord.objects.get().filters == {"condition": "used"}


def test_a_salesperson_reads_and_takes_nothing_out(client_as, salesperson, operator, sale):
    sale("Orlov")

    assert names(client_as(salesperson)) == ["Orlov"]
    assert client_as(salesperson).get("/d/north/sales/export.csv").status_code == 403
    assert client_as(operator).get(LIST).status_code == 403

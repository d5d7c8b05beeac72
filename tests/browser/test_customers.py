"""The customer page and the search box in a browser."""

import pytest
from playwright.sync_api import expect

from customers import rules
from tests.factories import make_customer, make_sale, make_vehicle, make_visit

PAGES = ["/d/north/customers/", "/d/north/customers/new/", "/d/north/search/?q=елена"]


@pytest.fixture
def customer(dealership):
    name = "Смирнова Елена Сергеевна"
    customer = make_customer(dealership, name, phone="+79161234567")
    customer.search_name = rules.search_text(name)
    customer.save()
    vehicle = make_vehicle(dealership, owner=customer, plate="А123ВС77")
    make_sale(dealership, customer, vehicle)
    make_visit(dealership, customer, vehicle)
    return customer


def test_a_suggestion_is_chosen_with_the_keyboard(visit, operator, customer):
    page = visit(operator, "/d/north/customers/")

    page.keyboard.press("/")
    page.keyboard.type("елен")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{page.url.split('/d/')[0]}/d/north/customers/{customer.pk}/")


def test_the_time_line_is_filtered_and_the_value_arrives(visit, operator, customer):
    page = visit(operator, f"/d/north/customers/{customer.pk}/")

    expect(page.locator("#value")).to_be_visible()
    page.locator("#timeline").get_by_role("link", name="Visits").click()

    expect(page.locator(".timeline-event")).to_have_count(1)


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_what_accessibility_asks(visit, violations_in_both, operator, customer, path):
    page = visit(operator, path)

    assert violations_in_both(page) == {}


def test_the_notice_of_a_merge_holds_it_too(
    visit, violations_in_both, relations_manager, customer, dealership
):
    twin = make_customer(dealership, customer.full_name)
    page = visit(relations_manager, f"/d/north/customers/{customer.pk}/merge/{twin.pk}/")

    page.get_by_role("button", name="Join").click()

    expect(page.locator("[data-undo]")).to_be_visible()
    assert violations_in_both(page) == {}


def test_on_a_phone_the_filters_wait_behind_a_button(visit, operator, customer):
    page = visit(operator, "/d/north/customers/?kind=person")
    kind = page.locator("select[name=kind]")
    expect(kind).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    expect(kind).to_be_hidden()
    page.get_by_text("Filters · 1").click()

    expect(kind).to_be_visible()


def test_on_a_phone_the_list_is_sorted_too(visit, operator, customer):
    page = visit(operator, "/d/north/customers/")
    page.set_viewport_size({"width": 390, "height": 844})

    page.locator("thead").get_by_role("link", name="City").click()

    assert page.url.endswith("?sort=city")


def test_the_customer_page_holds_what_accessibility_asks(
    visit, violations_in_both, operator, customer
):
    page = visit(operator, f"/d/north/customers/{customer.pk}/")
    expect(page.locator("#value")).to_be_visible()

    assert violations_in_both(page) == {}

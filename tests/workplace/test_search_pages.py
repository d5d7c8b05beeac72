"""The search page and the suggestions of the box."""

import pytest
from django.urls import reverse

from tests.factories import make_customer, make_vehicle


@pytest.fixture
def web(client_as, operator):
    return client_as(operator)


def ask(web, text, name="search", **more):
    return web.get(reverse(name, args=["north"]), {"q": text} | more)


def test_found_customers_are_listed_with_phone_and_car(web, dealership):
    customer = make_customer(dealership, "смирнова елена", phone="+79161234567")
    make_vehicle(dealership, owner=customer, make="Skoda", model="Octavia")

    page = ask(web, "елена").content.decode()

    assert "смирнова елена" in page
    assert "Skoda Octavia" in page


@pytest.mark.parametrize(("text", "field"), [("Новиков", "name"), ("9165550000", "phone")])
def test_nothing_found_offers_to_open_a_card_with_what_was_typed(web, text, field):
    page = ask(web, text).content.decode()

    assert "Nobody was found" in page
    assert f"/customers/new/?{field}=" in page


def test_an_empty_box_says_what_it_takes(web, dealership):
    assert "Whom are you looking for?" in ask(web, " ").content.decode()
    assert ask(web, "\0").status_code == 200
    assert ask(web, "x" * 5000).status_code == 200


def test_suggestions_are_few_and_one_element(web, dealership):
    for number in range(12):
        make_customer(dealership, f"иванов {number}")

    page = ask(web, "иванов", "search_suggestions").content.decode()

    assert page.count('role="option"') == 8
    assert page.count("<html") == 0


def test_another_dealerships_customer_is_never_found(web, sister, client_as, outsider):
    make_customer(sister, "канареев", phone="+79161234567")

    for name in ("search", "search_suggestions"):
        assert "анареев" not in ask(web, "канаре", name).content.decode().replace("канаре", "")
        assert ask(client_as(outsider), "канаре", name).status_code == 404


def test_a_second_card_is_chosen_by_search(client_as, relations_manager, dealership):
    kept = make_customer(dealership, "иванов пётр")
    other = make_customer(dealership, "иванов петр")

    page = ask(client_as(relations_manager), "иванов", join=kept.pk).content.decode()

    assert reverse("customers:merge", args=["north", kept.pk, other.pk]) in page


def test_the_other_card_is_looked_for_under_another_name(client_as, relations_manager, dealership):
    kept = make_customer(dealership, "Иванов Пётр", phone="+79161234567")
    other = make_customer(dealership, "Петя", phone="+79161234567")
    web = client_as(relations_manager)

    alone = ask(web, "иванов", join=kept.pk).content.decode()
    found = ask(web, "1234567", join=kept.pk).content.decode()

    assert "No other card was found" in alone
    assert f'name="join" value="{kept.pk}"' in alone
    assert reverse("customers:merge", args=["north", kept.pk, other.pk]) in found

"""The left bar shows what a person's roles use, and marks where they are."""

import pytest

from dealerships import navigation
from dealerships.members import member_of
from dealerships.models import Role
from dealerships.navigation import MOST_ENTRIES, Entry


@pytest.fixture
def registry(monkeypatch):
    """An empty bar to fill."""
    monkeypatch.setattr(navigation, "_entries", {})


def entry(url_name="dealership_home", *, allowed=lambda member: True, order=10, label="Page"):
    return Entry(label=label, icon="home", url_name=url_name, allowed=allowed, order=order)


def test_a_bar_holds_what_the_role_may_open(registry, operator, dealer_head, dealership):
    navigation.register(entry(allowed=lambda member: member.holds(Role.DEALER_HEAD)))

    assert navigation.entries_for(member_of(operator, dealership.slug)) == []
    assert len(navigation.entries_for(member_of(dealer_head, dealership.slug))) == 1


def test_entries_stand_in_their_order(registry, operator, dealership):
    navigation.register(entry("later", order=20))
    navigation.register(entry("sooner", order=10))

    member = member_of(operator, dealership.slug)

    assert [found.url_name for found in navigation.entries_for(member)] == ["sooner", "later"]


def test_the_page_and_those_below_it_are_marked(registry, operator, dealership):
    navigation.register(entry())
    member = member_of(operator, dealership.slug)

    inside = navigation.links_for(member, f"/d/{dealership.slug}/customers/12/")
    outside = navigation.links_for(member, "/me/")

    assert [link.current for link in inside] == [True]
    assert [link.current for link in outside] == [False]


def test_the_bar_costs_no_query(registry, operator, dealership, django_assert_num_queries):
    navigation.register(entry())
    member = member_of(operator, dealership.slug)

    with django_assert_num_queries(0):
        navigation.links_for(member, "/")


@pytest.mark.parametrize("role", Role)
def test_no_role_has_more_entries_than_a_person_takes_in(role, staff, dealership):
    member = member_of(staff[role], dealership.slug)

    assert len(navigation.entries_for(member)) <= MOST_ENTRIES


def test_home_leads_to_the_dealership_and_on_to_the_first_entry(client_as, operator, dealership):
    client = client_as(operator)

    response = client.get("/")

    assert response["Location"] == f"/d/{dealership.slug}/"
    assert client.get(response["Location"]).status_code == 302


def test_a_person_without_a_dealership_is_told_whom_to_ask(client_as, outsider):
    response = client_as(outsider).get("/")

    assert "Ask your administrator" in response.content.decode()

"""manage.py add_administrator: how the first person gets into a dealership of one's own."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dealerships.members import member_of
from dealerships.models import Dealership, Role, User


def add_administrator(*arguments: str) -> str:
    out = StringIO()
    call_command("add_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_the_link_leads_to_a_password_and_in(client, dealership):
    said = add_administrator("anna", "--dealership", "north", "--address", "http://testserver")

    page = client.get(said.split("password: ")[1].strip(), follow=True)
    secret = "a long and quiet secret"
    client.post(page.request["PATH_INFO"], {"password1": secret, "password2": secret})

    client.post(reverse("account_login"), {"login": "anna", "password": secret})

    assert client.get(reverse("staff_list", args=["north"])).status_code == 200


def test_who_works_there_already_keeps_the_other_roles(dealership, operator):
    for _time in range(2):
        add_administrator(operator.username, "--dealership", "north")

    assert member_of(operator, "north").roles == {Role.OPERATOR, Role.ADMINISTRATOR}


def test_an_unknown_dealership_is_named(dealership):
    with pytest.raises(CommandError, match="no dealership 'nowhere'"):
        add_administrator("anna", "--dealership", "nowhere")

    assert not User.objects.filter(username="anna").exists()


def test_a_name_of_another_holding_is_not_taken_over(dealership, stranger_administrator):
    with pytest.raises(CommandError, match="belongs to somebody else"):
        add_administrator(stranger_administrator.username, "--dealership", "north")

    assert member_of(stranger_administrator, "north") is None


def test_the_dealership_is_opened_with_its_administrator(db):
    for _time in range(2):
        add_administrator(
            "anna", "--dealership", "mine", "--create-dealership", "Мой салон",
            "--timezone", "Asia/Shanghai", "--country", "CN",
        )  # fmt: skip

    mine = Dealership.objects.get(slug="mine")
    assert (mine.name, mine.time_zone, mine.currency) == ("Мой салон", "Asia/Shanghai", "CNY")
    assert member_of(User.objects.get(username="anna"), "mine").roles == {Role.ADMINISTRATOR}


def test_one_person_administers_two_dealerships_of_a_holding(dealership, administrator):
    add_administrator(
        administrator.username, "--dealership", "east", "--create-dealership", "East",
        "--beside", "north",
    )  # fmt: skip

    assert member_of(administrator, "east").roles == {Role.ADMINISTRATOR}
    assert Dealership.objects.get(slug="east").holding == dealership.holding


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--timezone", "Europe/Mosco", "no time zone"), ("--beside", "nowhere", "no dealership")],
)
def test_nothing_is_opened_by_a_slip_of_the_pen(db, option, value, said):
    with pytest.raises(CommandError, match=said):
        add_administrator("a", "--dealership", "mine", "--create-dealership", "Mine", option, value)

    assert not Dealership.objects.exists()

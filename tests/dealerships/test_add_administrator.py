"""manage.py add_administrator: how the first person gets into a dealership of one's own."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dealerships.members import member_of
from dealerships.models import Role, User


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

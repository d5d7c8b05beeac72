"""Dismissed means out: the next request is refused, in pages, fragments, API and calls (S18)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dealerships.models import Role, User
from dealerships.services import keys
from dealerships.services import staff as people
from followups.services import leases
from tests.api.test_tasks import make_task


@pytest.fixture
def page(dealership):
    return reverse("surveys:survey_list", args=[dealership.slug])


@pytest.fixture
def at_work(client_as, service_manager, page):
    """A manager in the middle of a session."""
    client = client_as(service_manager)
    assert client.get(page).status_code == 200
    return client


def dismiss(user, dealership):
    people.dismiss(user=user, dealership=dealership, by=None, at=timezone.now())


def test_who_works_nowhere_is_signed_out_at_the_next_click(
    at_work, service_manager, dealership, page
):
    dismiss(service_manager, dealership)

    assert at_work.get(page).url.startswith("/accounts/login/")
    assert at_work.get("/me/").status_code == 302


def test_who_still_works_elsewhere_finds_nothing_here(
    at_work, service_manager, dealership, sister, page
):
    people.change_roles(
        user=service_manager, dealership=sister, roles=[Role.OPERATOR], by=None, at=timezone.now()
    )
    dismiss(service_manager, dealership)

    assert at_work.get(page).status_code == 404
    assert at_work.get("/me/").status_code == 200


def test_a_fragment_that_polls_is_led_to_the_login(at_work, service_manager, dealership, page):
    dismiss(service_manager, dealership)

    answer = at_work.get(page, headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/accounts/login/"


def test_a_changed_role_holds_at_the_next_click(at_work, service_manager, dealership, page):
    people.change_roles(
        user=service_manager,
        dealership=dealership,
        roles=[Role.RECEPTIONIST],
        by=None,
        at=timezone.now(),
    )

    assert at_work.get(page).status_code == 403


def test_a_login_that_was_switched_off_is_out(at_work, service_manager, page):
    User.objects.filter(pk=service_manager.pk).update(is_active=False)

    assert at_work.get(page).url.startswith("/accounts/login/")


def test_a_closed_dealership_is_out_of_reach(at_work, dealership, page):
    dealership.is_active = False
    dealership.save()

    assert at_work.get(page).status_code == 404


def test_a_new_password_ends_the_other_sessions(at_work, service_manager, page):
    user = User.objects.get(pk=service_manager.pk)
    user.set_password("another long secret 9")
    user.save()

    assert at_work.get(page).status_code == 302


def test_keys_and_cards_are_freed(client, operator, dealership):
    _key, secret = keys.issue_key(
        dealership=dealership, user=operator, name="x", scopes=["tasks:read"], expires_at=None
    )
    task = make_task(dealership)
    leases.take(task=leases.lock(task), by=operator, at=timezone.now())

    dismiss(operator, dealership)
    leases.free_expired(at=timezone.now())

    task.refresh_from_db()
    assert (task.status, task.held_by) == ("waiting", None)
    answer = client.get("/api/v1/tasks/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_without_the_look_at_each_request_a_dismissed_person_would_stay(
    at_work, service_manager, dealership, page, monkeypatch
):
    """Control: roles kept from the beginning of the session are what must not be."""
    from dealerships import decorators  # noqa: PLC0415 - patched
    from dealerships.members import member_of  # noqa: PLC0415

    remembered = member_of(service_manager, dealership.slug)
    monkeypatch.setattr(decorators, "member_of", lambda user, slug: remembered)
    people.change_roles(
        user=service_manager,
        dealership=dealership,
        roles=[Role.RECEPTIONIST],
        by=None,
        at=timezone.now(),
    )

    assert at_work.get(page).status_code == 200

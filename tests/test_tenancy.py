"""Nobody sees or changes another dealership's data: every URL × method × person (S1, S8)."""

import logging

import pytest
from django.urls import path

from complaints.querysets import ComplaintQuerySet
from customers.models import Ownership
from dealerships.members import member_of
from dealerships.models import Role
from dealerships.services import add_role
from tests.factories import make_user
from tests.security import sweep
from tests.security.sites import sites
from tests.security.world import builder, make_world

# URLs without a dealership: each is here for a reason
OUTSIDE = {
    "": "leads to the person's dealership",
    "stop/<str:token>/": "the link in a message: its token says whose",
    "me/": "the person's own settings",
    "me/language/": "the person's own language",
    "me/theme/": "the person's own theme",
    "api/v1/tasks/": "the key says which dealership",
    "api/v1/tasks/claim/": "the key says which dealership",
    "api/v1/tasks/<int:pk>/heartbeat/": "the key says which dealership",
    "api/v1/tasks/<int:pk>/outcome/": "the key says which dealership",
    "api/v1/tasks/<int:pk>/release/": "the key says which dealership",
    "api/v1/kpis/": "the key says which dealership",
    "webhooks/sms/": "providers belong to no dealership; let in by their signature",
    "webhooks/messenger/": "as webhooks/sms/",
    "webhooks/email/<path:provider>": "as webhooks/sms/, let in by the secret of anymail",
    "hooks/telephony/<slug:dealership>/": "signed by the dealership's exchange, shows nothing",
    "api/v1/schema/": "describes the API, no data",
    "api/v1/docs/": "describes the API, no data",
}
OUTSIDE_BEGINS = {"accounts/": "login and password of allauth, no sign-up"}


@pytest.fixture
def own(dealership):
    return make_world(dealership)


@pytest.fixture
def neighbour(sister):
    return make_world(sister)


@pytest.fixture
def foreigner(stranger):
    return make_world(stranger)


def unclassified() -> list[str]:
    """URLs nobody has thought about: outside without a reason, inside without a permission."""
    found = []
    for site in sites():
        if not site.is_tenant:
            known = site.route in OUTSIDE or site.route.startswith(tuple(OUTSIDE_BEGINS))
            found += [] if known else [f"{site.route} is outside of every dealership"]
            continue
        if site.permission is None:
            found.append(f"{site.route} asks for no permission")
        for name in site.arguments[1:]:
            if builder(site.route.removeprefix("d/<slug:dealership>/"), name) is None:
                found.append(f"{site.route}: no builder for {name}")
    return found


def test_every_url_is_classified():
    assert unclassified() == []


def test_the_list_of_urls_outside_is_not_longer_than_the_site():
    assert {site.route for site in sites() if not site.is_tenant} >= OUTSIDE.keys()


@pytest.mark.parametrize(
    "person", ["outsider", "dismissed", "sister_administrator", "stranger_administrator"]
)
def test_outsiders_find_nothing(own, client_as, request, person):
    client = client_as(request.getfixturevalue(person))

    assert sweep.refused(client, own, statuses={404}) == []


def test_without_a_login_every_url_leads_to_it(own, client_as):
    assert sweep.refused(client_as(None), own, statuses={302}) == []

    _site, _method, address = next(sweep.walk(own))
    assert client_as(None).get(address).url.startswith("/accounts/login/")
    inside = client_as(None, headers={"HX-Request": "true"}).get(address)
    assert inside.headers["HX-Redirect"] == "/accounts/login/"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_what_is_declared_and_sees_its_own_only(
    own, neighbour, foreigner, client_as, request, role, caplog
):
    user = request.getfixturevalue(role.value)
    member = member_of(user, own.dealership.slug)
    canaries = [neighbour.canary, foreigner.canary]

    with caplog.at_level(logging.INFO):
        assert sweep.by_role(client_as(user), own, member, canaries) == []

    assert own.canary not in caplog.text  # personal data stays out of the logs (S13)


@pytest.mark.parametrize("foreign", ["neighbour", "foreigner"])
def test_a_row_of_another_dealership_answers_as_no_row(own, client_as, request, foreign, all_roles):
    theirs = request.getfixturevalue(foreign)
    # the worst case: a row of theirs has the number of an own row of another table
    Ownership.objects.filter(pk=own.customer.pk).update(id=sweep.ABSENT - 1)
    Ownership.objects.filter(customer=theirs.customer).update(id=own.customer.pk)

    assert sweep.smuggling(client_as(all_roles), own, theirs) == []


@pytest.fixture
def all_roles(dealership):
    return make_user("everything", dealership=dealership, roles=list(Role))


def test_who_works_in_two_dealerships_sees_each_by_itself(own, neighbour, client_as, all_roles):
    for role in Role:
        add_role(user=all_roles, dealership=neighbour.dealership, role=role)
    client = client_as(all_roles)

    assert sweep.smuggling(client, own, neighbour) == []


# --- Controls: with a guard removed, the sweep must find it -----------------------------------


def test_a_swapped_decorator_is_found(own, client_as, outsider, monkeypatch):
    from django.http import HttpResponse  # noqa: PLC0415
    from django.urls import clear_url_caches, include  # noqa: PLC0415

    from dealercrm import urls  # noqa: PLC0415 - the module is patched

    bare = path("bare/", lambda request, dealership: HttpResponse("open to all"))
    inside = [*urls.dealership_urls, bare]
    monkeypatch.setattr(
        urls, "urlpatterns", [*urls.urlpatterns, path("d/<slug:dealership>/", include(inside))]
    )
    clear_url_caches()
    _forget_patterns()
    try:
        assert unclassified() == ["d/<slug:dealership>/bare/ asks for no permission"]
        found = sweep.refused(client_as(outsider), own, statuses={404}, below="bare/")
        assert any("bare/: 200" in problem for problem in found)
    finally:
        monkeypatch.undo()
        clear_url_caches()
        _forget_patterns()


def _forget_patterns():
    from django.urls import get_resolver  # noqa: PLC0415

    resolver = get_resolver()
    for name in ("url_patterns", "urlconf_module"):
        resolver.__dict__.pop(name, None)


def test_a_dropped_scope_is_found(own, neighbour, client_as, all_roles, monkeypatch):
    monkeypatch.setattr(ComplaintQuerySet, "for_dealership", lambda rows, dealership: rows.all())

    found = sweep.smuggling(client_as(all_roles), own, neighbour, below="complaints/")

    assert any("complaints/<int:complaint_id>/" in problem for problem in found)


def test_a_list_without_its_scope_is_found(own, foreigner, client_as, all_roles, monkeypatch):
    monkeypatch.setattr(ComplaintQuerySet, "for_dealership", lambda rows, dealership: rows.all())
    member = member_of(all_roles, own.dealership.slug)

    found = sweep.by_role(
        client_as(all_roles), own, member, [foreigner.canary], below="complaints/"
    )

    assert any("complaints/: 200, tells" in problem for problem in found)

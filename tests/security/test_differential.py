"""What another dealership has is in no answer, not even as a number (S2): a thousand rows more of
theirs, and every page, list and export of ours is the same to the byte."""

import re
from collections.abc import Iterable

import pytest
from django.test import Client

from communications.querysets import InboundQuerySet, PhoneCallQuerySet
from dealerships.models import Role
from followups.querysets import CallTaskQuerySet
from promises.querysets import PromiseQuerySet
from tests.factories import NOW, make_user
from tests.security import crowd, sweep
from tests.security.world import World, make_world

# outbox, templates and letters, replies, calls, their review, promises, the team's board and the
# day, rules with their scripts and their proof, the contact rules
CHANNELS = (
    "messages/",
    "replies/",
    "phone/",
    "reviews/",
    "promises/",
    "calls/",
    "rules/",
    "contact/",
)
# new with every answer: it says nothing
CHANCE = re.compile(r'nonce="[^"]*"|name="token" value="[^"]*"')
# with its nonce
POLICIES = ("Content-Security-Policy",)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def own(dealership):
    return make_world(dealership)


@pytest.fixture
def neighbour(sister, own):
    """Of the same holding; a customer of ours is one of theirs too."""
    theirs = make_world(sister)
    crowd.share(own.customer, sister)
    return theirs


@pytest.fixture
def client(client_as, dealership):
    """Who may do everything here, so that nothing is left out."""
    return client_as(make_user("everything", dealership=dealership, roles=list(Role)))


def addresses(own: World, neighbour: World, below: Iterable[str]):
    """Every page; those of no single row are also searched for what the neighbour's texts say."""
    for site in (site for begin in below for site in sweep.tenant_sites(begin)):
        for form in ("csv", "xlsx") if "form" in site.arguments else ("",):
            values = sweep.arguments_of(site, own, **({"form": form} if form else {}))
            if values is None:
                continue
            path = sweep.address(site, own.dealership.slug, values)
            yield path
            if set(values) <= {"form"}:
                yield f"{path}?q={neighbour.canary}"


def answers(client: Client, paths: Iterable[str]) -> dict[str, tuple]:
    """Status, body and headers; what cannot be read at all is left out."""
    found: dict[str, tuple] = {}
    for path in paths:
        page, _mark, searched = path.partition("?")
        if searched and page not in found:
            continue
        response, _wrote = sweep.ask(client, "get", path)
        if response.status_code == 405:
            continue
        body = response.getvalue() if response.streaming else response.content
        said = CHANCE.sub("", sweep.TOKEN.sub("", body.decode("latin-1")))
        headers = {name: value for name, value in response.items() if name not in POLICIES}
        found[path] = response.status_code, said, headers
    return found


def changed(client: Client, own: World, neighbour: World, below: Iterable[str]) -> list[str]:
    """The pages that another dealership's rows have changed."""
    before = answers(client, addresses(own, neighbour, below))
    assert crowd.grow(neighbour, own.customer) >= 1000
    after = answers(client, before)
    assert {status for status, _said, _headers in before.values()} <= {200, 204, 302, 404}
    assert any(status == 200 for status, _said, _headers in before.values())
    return [path for path in before if before[path] != after[path]]


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(CHANNELS, id="channels"),
        pytest.param([""], id="every-page", marks=pytest.mark.nightly),
    ],
)
def test_a_thousand_rows_of_a_neighbour_change_no_byte(client, own, neighbour, below):
    assert changed(client, own, neighbour, below) == []


@pytest.mark.parametrize(
    ("querysets", "below"),
    [
        (InboundQuerySet, "replies/"),
        (PhoneCallQuerySet, "phone/"),
        (PromiseQuerySet, "promises/"),
        (CallTaskQuerySet, "calls/team/"),
    ],
)
def test_a_list_without_its_scope_is_found(client, own, neighbour, monkeypatch, querysets, below):
    """The controls; what is compiled once a process is compiled with its scope."""
    answers(client, addresses(own, neighbour, [below]))
    monkeypatch.setattr(querysets, "for_dealership", lambda rows, dealership: rows.all())

    assert changed(client, own, neighbour, [below])

"""The team's page renews itself: what changed, nothing under a hand, and it says when it cannot."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from followups.services import queue
from tests.factories import call_at_any_hour
from tests.followups.cards import make_card, member

TEAM = "/d/north/calls/team/"


@pytest.fixture
def team(visit, transactional_db, dealership, relations_manager, operator, page):
    """The page, with a clock that the test moves on: fast_forward(seconds) is one turn or more."""
    call_at_any_hour(dealership)
    make_card(dealership)
    page.clock.install()
    return visit(relations_manager, TEAM)


@pytest.fixture
def take(dealership, operator):
    return lambda: queue.claim_next(member=member(operator, dealership), at=timezone.now())


def test_a_call_appears_without_a_reload(team, take, operator):
    row = team.locator(f"#seat-{operator.pk}")
    expect(row).to_contain_text("nobody")

    card = take()
    team.clock.fast_forward(11_000)

    expect(row).to_contain_text(str(card.customer))
    expect(team.locator("#team-figures")).to_contain_text("Being called now")


def test_what_has_the_focus_stays_in_hand(team, take, operator):
    card = take()
    team.clock.fast_forward(11_000)
    button = team.locator(f"#take-back-{card.pk}")
    button.focus()
    line = team.locator("#team-fresh time")
    before = line.get_attribute("datetime")

    team.clock.fast_forward(11_000)

    expect(line).not_to_have_attribute("datetime", before)
    expect(button).to_be_focused()


def test_the_page_says_when_the_line_is_broken_and_mends_itself(team, take, operator, trouble):
    team.context.set_offline(True)
    team.clock.fast_forward(11_000)
    broken = team.locator("[data-live-broken]")
    expect(broken).to_contain_text("The line is broken")
    assert team.locator(".note-error").count() == 0
    team.context.set_offline(False)
    trouble.clear()  # the lost connection is what was meant

    card = take()
    team.clock.fast_forward(11_000)

    expect(team.locator(f"#seat-{operator.pk}")).to_contain_text(str(card.customer))
    expect(broken).to_be_empty()


def test_a_tab_that_nobody_sees_asks_nothing(team):
    asked = []
    team.on("request", lambda request: asked.append(request))
    team.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    team.clock.fast_forward(60_000)

    with team.expect_response("**/calls/team/"):
        team.evaluate(
            "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))"
        )

    # The browser fetches the tab's icon when it likes; what the page asks for is counted
    assert [request.url for request in asked if request.resource_type == "xhr"] == [team.url]


def test_somebody_signed_out_is_led_to_the_login(team):
    team.context.clear_cookies()

    team.clock.fast_forward(11_000)

    expect(team).to_have_url(re.compile("/accounts/login/"))

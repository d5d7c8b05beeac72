"""A call is heard and judged without the mouse; the pages of call review hold their promises."""

import pytest
from playwright.sync_api import expect

from callreview.models import Review
from communications.services import recordings
from communications.telephony.simulated_calls import sound_of
from dealerships.models import Role
from tests.callreview.sampled import make_card, phone_talk, sampled, submitted
from tests.factories import make_customer

PAGES = ("reviews/", "reviews/people/", "reviews/agreement/", "reviews/meeting/", "reviews/cards/")


@pytest.fixture
def card(dealership, settings, tmp_path):
    settings.RECORDINGS_ROOT = tmp_path
    return make_card(dealership, {"weight": 2}, {"weight": 1, "fails_all": True}, {"weight": 1})


@pytest.fixture
def call(dealership, staff, card):
    talk = phone_talk(
        dealership, staff[Role.OPERATOR], customer=make_customer(dealership, "Vera Talker")
    )
    recordings.upload(call=talk, content=sound_of(20))
    return sampled(dealership, staff[Role.OPERATOR], talk=talk)


def test_a_call_is_heard_and_judged_by_keyboard(visit, accessible, staff, call):
    page = visit(staff[Role.RELATIONS_MANAGER], f"/d/north/reviews/calls/{call.pk}/")
    accessible(page)
    sound = page.locator("#recording")

    page.keyboard.press("Space")
    expect(sound).to_have_js_property("paused", False)
    page.keyboard.press("Space")
    expect(sound).to_have_js_property("paused", True)
    assert page.evaluate("document.getElementById('recording').error") is None

    page.keyboard.press("1")
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("2")  # the first item after all
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("The review is submitted.")).to_be_visible()
    accessible(page)
    answers = Review.objects.get().answers.order_by("item__position")
    assert list(answers.values_list("answer", flat=True)) == ["no", "yes", "na"]


def test_space_in_the_comment_is_a_space(visit, staff, call):
    page = visit(staff[Role.RELATIONS_MANAGER], f"/d/north/reviews/calls/{call.pk}/")

    page.get_by_label("What was good").fill("Well")
    page.keyboard.press("Space")
    page.keyboard.type("1 done")

    expect(page.get_by_label("What was good")).to_have_value("Well 1 done")
    assert page.evaluate("document.getElementById('recording').paused")
    assert page.locator(".review-item :checked").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_what_accessibility_asks(visit, violations_in_both, staff, call, card, path):
    for role in (Role.RELATIONS_MANAGER, Role.SALES_MANAGER):
        submitted(call, staff[role], card, "yes", "no", "na")

    page = visit(staff[Role.DEALER_HEAD], f"/d/north/{path}")

    assert violations_in_both(page) == {}


def test_who_made_the_calls_sees_their_scores(visit, violations_in_both, staff, call, card):
    submitted(call, staff[Role.RELATIONS_MANAGER], card, "yes", "yes", "no")

    page = visit(staff[Role.OPERATOR], "/d/north/reviews/mine/")

    expect(page.get_by_role("link", name="Vera Talker")).to_be_visible()
    assert violations_in_both(page) == {}

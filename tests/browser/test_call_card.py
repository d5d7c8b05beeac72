"""An operator's shift of ten calls with the keyboard alone, on either layout."""

import pytest
from playwright.sync_api import expect

from communications.models import Touch
from followups.models import CallTask
from tests.followups.cards import make_card, make_rule

CALLS = "/d/north/calls/"


@pytest.fixture
def cards(transactional_db, dealership):
    dealership.calls_from, dealership.calls_until = "00:00", "23:59:59"
    dealership.save()
    rule = make_rule(dealership, name="Maintenance 30,000 km")
    return [make_card(dealership, rules=[rule]) for _number in range(11)]


def name_on(page) -> str:
    return page.locator("#call h2[data-focus]").inner_text()


def follow(page, before: str) -> None:
    """The next card is there."""
    expect(page.locator("#call h2[data-focus]")).not_to_have_text(before)


@pytest.mark.parametrize("layout", ["english", "russian"])
def test_a_shift_of_ten_calls_by_keyboard(visit, operator, cards, press_russian, layout):
    page = visit(operator, CALLS)
    if layout == "russian":
        press_russian("KeyN", "т")
    else:
        page.keyboard.press("n")
    page.locator("#call-form").wait_for()

    for _call in range(10):
        name = name_on(page)
        page.keyboard.press("Digit1")
        page.keyboard.press("Enter")
        follow(page, name)

    assert Touch.objects.filter(outcome="reached", by=operator).count() == 10
    assert CallTask.objects.filter(status="done").count() == 10
    assert CallTask.objects.get(status="held").held_by == operator


def test_the_whole_card_is_in_view_without_scrolling(visit, operator, cards, page):
    page.set_viewport_size({"width": 1366, "height": 768})
    visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()

    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    save = page.locator(".call-save").bounding_box()
    assert save["y"] + save["height"] <= 768


def test_undo_brings_the_card_back_by_one_key(visit, operator, cards):
    page = visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()
    name = name_on(page)
    page.keyboard.press("Digit7")
    page.keyboard.press("Enter")
    follow(page, name)

    page.locator("[data-undo]").wait_for()
    page.keyboard.press("z")

    expect(page.locator("#call h2[data-focus]")).to_have_text(name)
    assert Touch.objects.get().undone_at is not None


def test_call_back_asks_for_a_time_and_enter_saves_it(visit, operator, cards):
    page = visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()
    name = name_on(page)

    page.keyboard.press("l")
    expect(page.locator("[name='callback_at']")).to_be_focused()
    page.keyboard.press("Enter")
    follow(page, name)

    assert CallTask.objects.get(callback_at__isnull=False).assigned_to == operator


def test_notes_survive_a_lost_connection(visit, operator, cards, page, trouble):
    visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()
    page.keyboard.press("t")
    page.keyboard.type("wants winter tyres")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")
    expect(page.locator(".note-error").first).to_be_visible()
    expect(page.locator("#call-note")).to_have_value("wants winter tyres")
    page.context.set_offline(False)
    trouble.clear()  # the lost connection is what was meant

    name = name_on(page)
    page.locator("#call h2[data-focus]").focus()
    page.keyboard.press("Enter")
    follow(page, name)

    assert Touch.objects.get().note == "wants winter tyres"


def test_a_promise_opens_inside_the_card(visit, operator, cards):
    page = visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()

    page.keyboard.press("p")
    page.locator("#promise-form [name='text']").fill("send the price")
    page.keyboard.press("Enter")

    expect(page.locator("#promise-made")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_card_is_accessible(visit, operator, cards, accessible, theme):
    operator.theme = theme
    operator.save()
    page = visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()

    accessible(page)


def test_the_team_page_is_accessible(visit, relations_manager, cards, accessible):
    accessible(visit(relations_manager, "/d/north/calls/team/"))

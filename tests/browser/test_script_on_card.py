"""The answers of a script on the call card: opened in place, and pressed, by hand and by key."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communications.models import Touch
from followups.models import ScriptBranch
from tests.browser.shift import Shift
from tests.factories import call_at_any_hour
from tests.followups.cards import make_card, make_rule

CALLS = "/d/north/calls/"
ANSWERS = ["Too expensive", "Yes, send the price", "No, not needed", "Not satisfied", "No time"]


@pytest.fixture
def cards(transactional_db, dealership):
    """Two cards with the script of the tree `ANSWERS`: the second and the third below the first."""
    call_at_any_hour(dealership)
    script = dealership.scripts.create(name="Winter", texts={"en": "Good day!"})
    rule = make_rule(dealership, script=script)
    outcomes = {row.kind: row for row in dealership.call_outcomes.filter(is_standard=True)}
    leads = ["", "promise", "refused", "complaint", "call_back"]
    parents: list[ScriptBranch] = []
    for place, (hears, lead) in enumerate(zip(ANSWERS, leads, strict=True)):
        branch = ScriptBranch(
            dealership=dealership,
            script=script,
            position=place,
            hears={"en": hears},
            says={"en": f"Then I say {place}"},
            leads_to="outcome" if lead in outcomes else lead,
            outcome=outcomes.get(lead),
        )
        branch.hang_under(parents[0] if place in (1, 2) else None)
        branch.save()
        parents.append(branch)
    for _number in range(2):
        make_card(dealership, rules=[rule], due_until=timezone.localdate() + timedelta(days=10))


def said(page, number):
    return page.get_by_text(f"Then I say {number}", exact=True)


@pytest.mark.parametrize("layout", ["english", "russian", "chinese"])
def test_an_answer_opens_by_its_digit_and_the_one_beside_it_closes(
    visit, operator, cards, page, layout
):
    shift = Shift(visit(operator, CALLS), layout)
    shift.begin()

    shift.key("Digit1", shift=True)
    shift.key("Digit3", shift=True)

    expect(said(page, 0)).to_be_visible()
    expect(said(page, 2)).to_be_visible()
    shift.key("Digit4", shift=True)
    expect(said(page, 3)).to_be_visible()
    expect(said(page, 0)).to_be_hidden()
    expect(shift.heading).to_be_focused()


def test_what_is_closed_has_no_key(visit, operator, cards, page):
    shift = Shift(visit(operator, CALLS), "english")
    shift.begin()

    shift.key("Digit3", shift=True)
    shift.key("KeyA")

    expect(said(page, 2)).to_be_hidden()
    expect(page.locator("#outcome-refused")).not_to_be_checked()


def test_the_deepest_open_answer_chooses_its_outcome_and_enter_saves(visit, operator, cards, page):
    shift = Shift(visit(operator, CALLS), "russian")
    shift.begin()
    shift.key("Digit1", shift=True)
    shift.key("Digit3", shift=True)

    shift.key("KeyA")

    expect(page.locator("#outcome-refused")).to_be_checked()
    shift.save()
    assert Touch.objects.get().outcome == "refused"


def test_an_answer_opens_the_complaint_inside_the_card(visit, operator, cards, page):
    shift = Shift(visit(operator, CALLS), "chinese")
    shift.begin()
    shift.key("Digit4", shift=True)

    shift.key("KeyA")

    expect(page.locator("#complaint-form [name='category']")).to_be_focused()
    shift.key("Escape")
    expect(shift.heading).to_be_focused()


def test_by_hand_too_and_enter_saves_after_a_digit(visit, operator, cards, page):
    """What was clicked keeps no hold of Enter once an outcome is chosen."""
    visit(operator, CALLS)
    page.keyboard.press("n")
    page.get_by_text("Not satisfied").click()
    expect(said(page, 3)).to_be_visible()
    form = page.locator("#call-form")
    first = form.get_attribute("action")

    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")

    expect(form).not_to_have_attribute("action", first)
    assert Touch.objects.get().outcome == "reached"


def test_an_outcome_chosen_by_a_click_on_its_button_is_saved_by_enter(visit, operator, cards, page):
    visit(operator, CALLS)
    page.keyboard.press("n")
    page.get_by_text("No time").click()
    page.locator("[data-presses]:visible").click()

    expect(page.locator("[name='callback_at']")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(".note-success").first).to_contain_text("Call back")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_open_answer_is_accessible(visit, operator, cards, violations, theme):
    operator.theme = theme
    operator.save()
    page = visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()

    page.keyboard.press("Shift+Digit1")
    expect(said(page, 0)).to_be_visible()

    assert violations(page) == []

"""The pages of a script's answers in the browser."""

import pytest
from playwright.sync_api import expect

from followups.models import Rule
from tests.followups.occasions import somebody_with_car


@pytest.fixture
def editor(transactional_db, visit, dealership, administrator):
    """The page of a standard script with answers below answers; somebody to try them on."""
    somebody_with_car(dealership, language="en", form_of_address="Ms Smith")
    script = Rule.objects.get(dealership=dealership, trigger="maintenance_due").script
    return visit(administrator, f"/d/north/rules/scripts/{script.pk}/")


def first_answers(page):
    """The answers to the opening, in their order."""
    return page.locator(".script-branches > .tree > .tree-branch > .tree-row .tree-hears")


def test_an_answer_is_written_moved_removed_and_brought_back(editor):
    page = editor
    before = first_answers(page).all_inner_texts()

    page.keyboard.press("n")
    page.locator("#id_hears_en").fill("Has moved away")
    page.locator("#id_leads_to").select_option(label="Promise")
    page.keyboard.press("Control+Enter")
    expect(first_answers(page)).to_have_text([*before, "Has moved away"])

    page.locator(".tree-branch:target [value='up']").click()
    expect(first_answers(page)).to_have_text([*before[:-1], "Has moved away", before[-1]])

    page.get_by_label("Remove “Has moved away”").click()
    expect(first_answers(page)).to_have_text(before)
    page.locator("[data-undo] button").click()
    expect(first_answers(page)).to_have_text([*before[:-1], "Has moved away", before[-1]])


def test_what_is_typed_is_heard_at_once(editor):
    page = editor
    page.locator(".tree-hears").nth(1).click()
    page.locator("#id_text_en").fill("We look at the price, {address}.")

    expect(page.locator("#script-preview")).to_contain_text("We look at the price, Ms Smith.")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_are_accessible_and_fit(editor, accessible, width):
    page = editor
    page.set_viewport_size({"width": width, "height": 900})
    accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    page.locator(".tree-hears").first.click()
    page.locator("#id_hears_en").wait_for()
    accessible(page)

    assert wide <= 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

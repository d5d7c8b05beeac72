"""S8: what is put into the data or the page never runs, and nothing stays in the browser."""

import pytest
from playwright.sync_api import expect

from tests.factories import call_at_any_hour, make_customer
from tests.followups.cards import make_card, make_rule

HOSTILE = (
    "<script>document.title='taken'</script>"
    "<img src=x onerror=\"document.title='taken'\">"
    "<b hx-on:click=\"document.title='taken'\">Ann</b>"
)
# htmx notes the address on display, for its way back; the address bar shows as much
STORED = """() => [localStorage, sessionStorage].flatMap(Object.entries)
    .filter(([key, value]) => value !== location.pathname + location.search)"""


@pytest.fixture
def hostile(transactional_db, dealership):
    """A customer whose name is a program, with a card to be called."""
    call_at_any_hour(dealership)
    customer = make_customer(dealership, HOSTILE, phone="+79161234567")
    make_card(dealership, customer=customer, rules=[make_rule(dealership, name=HOSTILE[:41])])
    return customer


def test_a_name_that_is_a_program_is_only_shown(visit, operator, hostile):
    titles = []
    for path in ("customers/", f"customers/{hostile.pk}/", "search/?q=Ann", "calls/mine/"):
        page = visit(operator, f"/d/north/{path}")
        page.wait_for_load_state("networkidle")
        titles.append(page.title())
    page = visit(operator, "/d/north/calls/")
    page.keyboard.press("n")
    expect(page.locator("#call h2[data-focus]")).to_contain_text("<script>")

    assert "taken" not in [*titles, page.title()]


def test_a_program_put_into_the_page_does_not_run(visit, operator, trouble):
    """The control of what watches: the policy refuses, and the tests hear of it."""
    page = visit(operator, "/d/north/customers/")
    before = page.title()

    page.evaluate("(text) => document.body.insertAdjacentHTML('beforeend', text)", HOSTILE)
    page.evaluate(
        """() => {
            const program = document.createElement("script");
            program.textContent = "document.title = 'taken'";
            document.body.append(program);
            htmx.process(document.body);
        }"""
    )
    page.locator("b", has_text="Ann").click()
    page.wait_for_load_state("networkidle")

    assert page.title() == before
    assert any("Content Security Policy" in message for message in trouble)
    trouble.clear()


def test_nothing_stays_in_the_browser_after_a_call(visit, operator, hostile):
    page = visit(operator, "/d/north/calls/")
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()
    page.locator("#call-form textarea").fill("what the customer said")
    page.keyboard.press("Escape")
    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")
    expect(page.locator("#call-form")).to_have_count(0)

    assert page.evaluate(STORED) == []

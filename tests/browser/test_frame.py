"""The frame of every page: login, language, theme, keyboard, messages."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dealerships.models import Membership
from tests.factories import PASSWORD


@pytest.fixture
def page_with_action(visit, operator):
    """A page with one action on the N key that marks the body when it is taken."""
    page = visit(operator, "/me/")
    page.evaluate(
        """() => {
            const button = document.createElement("button");
            button.textContent = "Next call";
            button.dataset.key = "KeyN";
            button.addEventListener("click", () => document.body.classList.add("taken"));
            document.querySelector("main").append(button);
        }"""
    )
    return page


def sign_in(page, name, password):
    page.get_by_label("User name or e-mail").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_person_signs_in_and_is_inside(visit, operator):
    page = visit(None, "/accounts/login/?next=/me/")

    sign_in(page, operator.username, PASSWORD)

    expect(page.get_by_role("heading", name="My settings")).to_be_visible()


def test_a_wrong_password_is_said_in_words(visit, operator):
    page = visit(None, "/accounts/login/")

    sign_in(page, operator.username, "wrong")

    expect(page.get_by_role("alert")).to_contain_text("password")


def test_after_five_wrong_tries_the_page_says_how_long_to_wait(visit, operator):
    page = visit(None, "/accounts/login/")

    for _try in range(5):
        sign_in(page, operator.username, "wrong")

    expect(page.get_by_role("heading", name="Locked for a while")).to_be_visible()
    expect(page.get_by_text("wait 15 minutes")).to_be_visible()


def test_the_language_changes_before_signing_in(visit):
    page = visit(None, "/accounts/login/")

    page.get_by_role("button", name="Русский").click()

    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_role("heading", name="Войти")).to_be_visible()


def test_the_language_of_a_person_is_kept(visit, operator):
    page = visit(operator, "/me/")

    page.locator("#person > summary").click()
    page.get_by_role("button", name="简体中文").click()

    expect(page.get_by_role("heading", name="我的设置")).to_be_visible()
    operator.refresh_from_db()
    assert operator.language == "zh-hans"


def test_the_theme_of_a_person_is_kept_and_drawn_by_the_server(visit, operator):
    page = visit(operator, "/me/")

    page.locator("#person > summary").click()
    page.get_by_role("button", name="Dark").click()

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    operator.refresh_from_db()
    assert operator.theme == "dark"


def test_without_a_choice_the_theme_follows_the_system(visit, page):
    page.emulate_media(color_scheme="dark")

    visit(None, "/accounts/login/")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_shortcut_works_on_a_russian_layout(page_with_action, press_russian):
    press_russian("KeyN", "т")

    expect(page_with_action.locator("body")).to_have_class(re.compile("taken"))


def test_a_shortcut_is_ignored_while_typing(page_with_action, press_russian):
    page_with_action.get_by_label("First name").fill("")

    press_russian("KeyN", "т")

    expect(page_with_action.get_by_label("First name")).to_have_value("т")
    expect(page_with_action.locator("body")).not_to_have_class(re.compile("taken"))


def test_the_question_mark_of_a_russian_layout_lists_the_shortcuts(page_with_action, press_russian):
    press_russian("Digit7", "?", shift=True)

    help_list = page_with_action.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_list).to_be_visible()
    expect(help_list.get_by_text("Next call")).to_be_visible()

    page_with_action.keyboard.press("Escape")
    expect(help_list).to_be_hidden()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(visit, operator):
    page = visit(operator, "/me/")
    page.locator("#person > summary").click()

    page.keyboard.press("Escape")

    expect(page.locator("#person")).not_to_have_attribute("open", "")
    expect(page.locator("#person > summary")).to_be_focused()


def test_a_message_of_a_fragment_appears_with_its_undo(visit, operator):
    page = visit(operator, "/me/")

    page.evaluate(
        """() => document.body.dispatchEvent(new CustomEvent("toast", {
            bubbles: true, detail: {text: "Task closed", level: "success", undo: "/undo/1/"},
        }))"""
    )

    note = page.locator(".note", has_text="Task closed")
    expect(note.locator("form")).to_have_attribute("action", "/undo/1/")


def test_a_lost_connection_is_said_and_what_was_typed_is_kept(visit, operator, trouble):
    page = visit(operator, "/me/")
    page.get_by_label("First name").fill("Anna")
    page.context.set_offline(True)

    page.evaluate("() => htmx.ajax('GET', '/me/', {target: '#main'}).catch(() => {})")

    expect(page.get_by_text("The connection is lost")).to_be_visible()
    expect(page.get_by_label("First name")).to_have_value("Anna")
    trouble.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_login_and_settings_are_accessible(visit, page, operator, violations, theme, width):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 844})

    visit(None, "/accounts/login/")
    assert violations(page) == []

    visit(operator, "/me/")
    page.locator("#person > summary").click()
    assert violations(page) == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_what_ends_something_asks_first_even_without_a_script(
    visit, administrator, operator, dealership
):
    page = visit(administrator, reverse("staff_roles", args=[dealership.slug, operator.pk]))
    question = page.get_by_role("dialog")

    page.get_by_role("button", name="Dismiss").click()
    expect(question).to_be_visible()
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    page.get_by_role("button", name="Dismiss").click()
    question.get_by_role("button", name="Dismiss").click()

    expect(page).to_have_url(re.compile(reverse("staff_list", args=[dealership.slug])))
    assert not Membership.objects.active().filter(user=operator).exists()

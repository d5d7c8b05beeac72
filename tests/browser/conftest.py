"""Browser tests: Chromium against a live server; a page that breaks a promise fails its test.

    def test_something(visit, operator):
        page = visit(operator, "/d/north/queue/")

Every page collects violations of the content security policy, errors in scripts and failed
requests; the test fails at its end if there are any (`trouble.clear()` where one is meant).
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.cast import BACKEND

# Playwright keeps an event loop in the thread of the test; the test itself stays synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# on a loaded machine a page is slow, not wrong
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)

REFUSED = "Failed to load resource"
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    return live_server.url


@pytest.fixture
def trouble() -> list[str]:
    """What went wrong in the page so far."""
    return []


@pytest.fixture
def page(page: Page, trouble: list[str]):
    """A page whose policy violations and script errors fail the test at its end."""

    def hear(message) -> None:
        # refusals (422, 403) are answers; what the page makes of them is the test's matter
        if message.type == "error" and not message.text.startswith(REFUSED):
            trouble.append(message.text)

    def see(response) -> None:
        if response.status >= 500:
            trouble.append(f"{response.status} {response.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("response", see)
    page.set_default_timeout(PATIENCE)
    yield page
    assert trouble == []


@pytest.fixture
def visit(page: Page, live_server) -> Callable[..., Page]:
    """visit(user, path): the page at `path` as this signed-in person (None: nobody)."""

    def go(user, path: str = "/") -> Page:
        if user is not None:
            client = Client()
            client.force_login(user, backend=BACKEND)
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
            page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return go


@pytest.fixture
def violations() -> Callable[[Page], list[tuple[str, list[str]]]]:
    """violations(page): what axe finds in this theme and at this width, as (rule, elements)."""

    def look(page: Page) -> list[tuple[str, list[str]]]:
        # transitions have to end, or a colour is measured half-way
        page.wait_for_timeout(200)
        found = Axe().run(page).response["violations"]
        return [
            (finding["id"], [node["html"][:160] for node in finding["nodes"]]) for finding in found
        ]

    return look


@pytest.fixture
def violations_in_both(violations) -> Callable[[Page], dict[str, list[tuple[str, list[str]]]]]:
    """The same in light and in dark, on one visit; {} where nothing is found."""

    def look(page: Page) -> dict[str, list[tuple[str, list[str]]]]:
        # a page that a click has just asked for may have nothing in it yet
        page.wait_for_function("() => document.readyState === 'complete'")
        # without motion the colours change at once
        page.emulate_media(reduced_motion="reduce")
        found = {}
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
            found[theme] = violations(page)
        return {theme: each for theme, each in found.items() if each}

    return look


@pytest.fixture
def accessible(violations_in_both) -> Callable[[Page], None]:
    """accessible(page): stops the test where axe finds something, for steps on the way."""

    def check(page: Page) -> None:
        assert violations_in_both(page) == {}

    return check


@pytest.fixture
def press_russian(page: Page) -> Callable[..., None]:
    """press_russian("KeyN", "т"): a key as the Russian layout sends it."""

    def press(code: str, key: str, *, shift: bool = False, alt: bool = False) -> None:
        session = page.context.new_cdp_session(page)
        held = (8 if shift else 0) + (1 if alt else 0)
        event = {"code": code, "key": key, "modifiers": held}
        typed = {} if alt else {"text": key}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", **typed, **event})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    return press

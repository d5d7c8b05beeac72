"""Every main page, in both themes: nothing against accessibility or the content policy."""

import pytest

from dealerships.models import Role
from dealerships.services import add_role

HEAD_PAGES = (
    "kpis/",
    "kpis/all/",
    "kpis/targets/",
    "calls/team/",
    "customers/duplicates/",
    "visits/",
    "sales/",
    "imports/",
)
HOUSE_PAGES = ("settings/", "staff/", "staff/names/", "keys/", "rules/", "rules/scripts/")
DESK_PAGES = ("calls/", "calls/mine/", "promises/", "complaints/", "surveys/")


@pytest.mark.parametrize("path", [*HEAD_PAGES, *HOUSE_PAGES])
def test_pages_of_the_head_hold_what_accessibility_asks(visit, violations_in_both, staff, path):
    page = visit(staff[Role.DEALER_HEAD], f"/d/north/{path}")

    assert violations_in_both(page) == {}


@pytest.mark.parametrize("path", DESK_PAGES)
def test_pages_of_the_desk_hold_what_accessibility_asks(visit, violations_in_both, staff, path):
    page = visit(staff[Role.RELATIONS_MANAGER], f"/d/north/{path}")

    assert violations_in_both(page) == {}


def test_on_a_phone_the_rest_of_the_bar_is_behind_more(visit, violations_in_both, staff):
    page = visit(staff[Role.DEALER_HEAD], "/d/north/customers/")
    page.set_viewport_size({"width": 390, "height": 844})

    page.locator("#bar summary").click()

    settings = page.locator("#bar").get_by_role("link", name="Settings")
    assert settings.count() == 1  # the one of the wide bar is not there for anybody
    assert violations_in_both(page) == {}
    settings.click()
    assert page.url.endswith("/d/north/settings/")


def test_several_dealerships_are_chosen_from(visit, violations, operator, sister):
    add_role(user=operator, dealership=sister, role=Role.OPERATOR)

    page = visit(operator, "/")
    assert violations(page) == []
    page.get_by_role("link", name=sister.name).click()

    assert f"/d/{sister.slug}/" in page.url

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


def seen_by(visit, user, path, theme):
    """The page as this person sees it in this theme."""
    user.theme = theme
    user.save(update_fields=["theme"])
    return visit(user, f"/d/north/{path}")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", [*HEAD_PAGES, *HOUSE_PAGES])
def test_pages_of_the_head_hold_what_accessibility_asks(visit, violations, staff, path, theme):
    page = seen_by(visit, staff[Role.DEALER_HEAD], path, theme)

    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", DESK_PAGES)
def test_pages_of_the_desk_hold_what_accessibility_asks(visit, violations, staff, path, theme):
    page = seen_by(visit, staff[Role.RELATIONS_MANAGER], path, theme)

    assert violations(page) == []


def test_several_dealerships_are_chosen_from(visit, violations, operator, sister):
    add_role(user=operator, dealership=sister, role=Role.OPERATOR)

    page = visit(operator, "/")
    assert violations(page) == []
    page.get_by_role("link", name=sister.name).click()

    assert f"/d/{sister.slug}/" in page.url

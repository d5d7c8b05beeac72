"""A list refuses what its filters do not offer: it never shows more than was asked for (S2)."""

import pytest
from django.urls import reverse

LISTS = {
    "customers:customer_list": ["kind=alien", "sort=phone"],
    "sales:sale_list": ["condition=robot", "source=0", "end=x", "sort=car"],
    "visit_list": ["kind=robot", "advisor=1", "start=x", "sort=car", "sort=pk"],
    "complaints:complaint_list": ["status=x", "category=x", "severity=9", "owner=1", "sort=pk"],
    "surveys:survey_list": ["period=7", "answers=x", "q=%00"],
    "followups:team_page": ["state=x", "who=0", "who=x", "sort=pk", f"q={'x' * 101}"],
}
REFUSED = [(name, asked) for name, every in LISTS.items() for asked in every]


@pytest.fixture
def page(client_as, dealership, dealer_head):
    browser = client_as(dealer_head)
    return lambda name, asked="": browser.get(f"{reverse(name, args=[dealership.slug])}?{asked}")


@pytest.mark.parametrize(("name", "asked"), REFUSED)
def test_what_no_filter_offers_is_refused(page, name, asked):
    assert page(name, asked).status_code == 400


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_filter_is_none(page, name):
    plain = page(name)
    blank = page(name, "&".join(f"{field}=" for field in plain.context["form"].fields))

    assert blank.status_code == 200
    assert blank.context["chips"] == []

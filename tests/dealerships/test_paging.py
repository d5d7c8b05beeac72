"""Keyset paging: every row once, in both directions, whatever the cursor says."""

import pytest
from django.http import QueryDict

from dealerships.models import StaffMember
from dealerships.paging import keyset_page, without

ORDER = ("-name", "-pk")


@pytest.fixture
def names(dealership) -> list[str]:
    letters = list("abcdefg")
    StaffMember.objects.bulk_create(
        StaffMember(dealership=dealership, name=letter) for letter in letters
    )
    return letters[::-1]


def walk(side: str, params: str = "") -> list[list[str]]:
    pages = []
    while True:
        page = keyset_page(StaffMember.objects.all(), order=ORDER, params=QueryDict(params), size=3)
        pages.append([row.name for row in page.rows])
        params = getattr(page, side)
        if not params:
            return pages


def test_older_pages_show_every_row_once(names):
    assert walk("older") == [names[:3], names[3:6], names[6:]]


def test_newer_leads_back_to_the_first_page(names):
    second = keyset_page(StaffMember.objects.all(), order=ORDER, params=QueryDict(), size=3).older

    back = walk("newer", second)

    assert back == [names[3:6], names[:3]]


@pytest.mark.parametrize(
    "cursor", ["after=x", "after=W10=", "before=%00", "after=WyJhIiwgImIiXQ==", "after=W1tdLDFd"]
)
def test_a_cursor_that_cannot_be_read_gives_the_first_page(names, cursor):
    page = keyset_page(StaffMember.objects.all(), order=ORDER, params=QueryDict(cursor), size=3)

    assert [row.name for row in page.rows] == names[:3]


def test_links_keep_the_filters(names):
    page = keyset_page(
        StaffMember.objects.all(), order=ORDER, params=QueryDict("q=x&before=1"), size=3
    )

    assert "q=x" in page.older
    assert "before" not in page.older


def test_a_chip_drops_its_filter_and_the_place(names):
    assert without(QueryDict("q=x&status=open&after=1"), "q") == "status=open"

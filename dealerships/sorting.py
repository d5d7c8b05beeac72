"""Sorting a table by its headers: the choice stands in the URL, each header leads to the other way.

COLUMNS = (Column(key="name", label=_("Name"), order=("sort_name",)), …)
order = sorting.order_of(request.GET, COLUMNS, default="name")
page = keyset_page(rows, order=order, params=request.GET)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dealerships.paging import without
from dealerships.refusals import NotOffered

SORT = "sort"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table.

    order          fields that sort it upwards, never null, before "pk"; empty: it sorts nothing
    falls_first    a first click gives the largest: days, money
    """

    key: str
    label: str | Promise
    order: tuple[str, ...] = ()
    falls_first: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class Header:
    """A column as the page shows it: query "" where it sorts nothing; direction as ARIA says it."""

    label: str | Promise
    is_number: bool
    query: str
    direction: str


def chosen(params: QueryDict, columns: Sequence[Column], default: str) -> tuple[Column, bool]:
    """The column that sorts and whether it falls; what no header offers is refused."""
    wanted = params.get(SORT, "") or default
    found = [each for each in columns if each.order and each.key == wanted.removeprefix("-")]
    if not found:
        raise NotOffered(_("This list cannot be sorted so: %(sort)s") % {"sort": wanted})
    return found[0], wanted.startswith("-")


def order_of(params: QueryDict, columns: Sequence[Column], default: str) -> tuple[str, ...]:
    """For keyset_page: the chosen column's fields, then the row itself."""
    column, falls = chosen(params, columns, default)
    sign = "-" if falls else ""
    return tuple(f"{sign}{name}" for name in (*column.order, "pk"))


def headers(params: QueryDict, columns: Sequence[Column], default: str) -> list[Header]:
    """The row of headers: a click turns the chosen column and sorts by another one."""
    column, falls = chosen(params, columns, default)
    row = []
    for each in columns:
        direction = ("descending" if falls else "ascending") if each is column else ""
        turned = not falls if each is column else each.falls_first
        query = _query(params, f"-{each.key}" if turned else each.key) if each.order else ""
        row.append(Header(each.label, each.is_number, query, direction))
    return row


def _query(params: QueryDict, sort: str) -> str:
    kept = without(params, SORT)
    return f"{kept}&{SORT}={sort}" if kept else f"{SORT}={sort}"

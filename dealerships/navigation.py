"""The left bar: a small registry that each app fills in AppConfig.ready().

    navigation.register(
        Entry(label=_("Calls"), icon="phone-call", url_name="queue", allowed=may_call, order=10)
    )

An entry is a page under /d/<slug>/ without further arguments. The bar never offers what the page
would refuse.
"""

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from dealerships.decorators import Permission
from dealerships.members import Member

MOST_ENTRIES = 7
"""More than a person can take in at a glance; a test walks the roles."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page of the bar.

    allowed     the permission the page asks for, or a narrower one: whose bar has it
    also        pages that its own tabs lead to: the entry is the current one there too
    waiting     how many of its rows wait for a person (one query), shown beside the label
    beside      url_name of an entry whose tabs lead here too, for those of beside_for
    """

    label: str | Promise
    icon: str
    url_name: str
    allowed: Permission
    order: int
    also: tuple[str, ...] = ()
    beside: str = ""
    beside_for: Permission | None = None
    waiting: Callable[[Member], int] | None = None


class Link(NamedTuple):
    """An entry as one member sees it on one page."""

    label: str | Promise
    icon: str
    url: str
    current: bool
    waiting: int = 0


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add an entry; registering a page again replaces it."""
    _entries[entry.url_name] = entry


def tabs_for(member: Member, beside: str) -> list[Entry]:
    """The member's tabs beside a page, in their order; no query."""
    return _in_order(
        entry
        for entry in _entries.values()
        if entry.beside == beside and entry.beside_for and entry.beside_for(member)
    )


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.order, entry.url_name))


def tab_links(member: Member, beside: str, path: str) -> list[Link]:
    """The tabs of a page, itself the first, as the member sees them at `path`."""
    pages = [_entries[beside], *tabs_for(member, beside)]
    urls = [_url(each.url_name, member.dealership.slug) for each in pages]
    return [
        Link(each.label, each.icon, url, url == path, _waiting([each], member))
        for each, url in zip(pages, urls, strict=True)
    ]


def url_for(member: Member, url_name: str) -> str:
    """The address of an entry's page; empty where the member may not open it, or nobody may."""
    entry = _entries.get(url_name)
    if entry is None or not entry.allowed(member):
        return ""
    return _url(url_name, member.dealership.slug)


def entries_for(member: Member) -> list[Entry]:
    """The member's entries in their order; no query."""
    return _in_order(entry for entry in _entries.values() if entry.allowed(member))


def links_for(member: Member, path: str) -> list[Link]:
    """The bar on the page at `path`; the longest address that leads to it is the current one."""
    slug = member.dealership.slug
    entries = entries_for(member)
    beside = {tab.url_name: entry for entry in entries for tab in tabs_for(member, entry.url_name)}
    # a page with an entry of its own marks that one
    own = {name: entry for entry in entries for name in (*entry.also, entry.url_name)}
    urls = {name: _url(name, slug) for name in beside | own}
    places = {urls[name]: entry for name, entry in (beside | own).items()}
    current = max((url for url in places if path.startswith(url)), key=len, default="")
    here = places.get(current)
    return [
        Link(
            entry.label,
            entry.icon,
            urls[entry.url_name],
            entry is here,
            _waiting([entry, *tabs_for(member, entry.url_name)], member),
        )
        for entry in entries
    ]


def _waiting(entries: Sequence[Entry], member: Member) -> int:
    """What waits on these pages: an entry counts that of its tabs too. Counted once a request."""
    counted = member.waiting
    for entry in entries:
        if entry.waiting and entry.url_name not in counted:
            counted[entry.url_name] = entry.waiting(member)
    return sum(counted.get(entry.url_name, 0) for entry in entries)


def first_page(member: Member) -> str | None:
    """Where this member's day begins: their first entry, or None if they have none."""
    entries = entries_for(member)
    return _url(entries[0].url_name, member.dealership.slug) if entries else None


@functools.lru_cache(maxsize=10_000)  # every page names some thirty, most of them to compare
def _url(url_name: str, slug: str) -> str:
    return reverse(url_name, args=[slug])

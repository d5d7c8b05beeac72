"""The left bar: a small registry that each app fills in AppConfig.ready().

    navigation.register(
        Entry(label=_("Calls"), icon="phone-call", url_name="queue", allowed=may_call, order=10)
    )

An entry is a page under /d/<slug>/ without further arguments; `allowed` is the permission the
page itself asks for, so that the bar never offers what would be refused.
"""

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
    label: str | Promise
    icon: str
    url_name: str
    allowed: Permission
    order: int
    # pages beside it that its own tabs lead to: the entry is the current one there too
    also: tuple[str, ...] = ()


class Link(NamedTuple):
    """An entry as one member sees it on one page."""

    label: str | Promise
    icon: str
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add an entry; registering a page again replaces it."""
    _entries[entry.url_name] = entry


def entries_for(member: Member) -> list[Entry]:
    """The member's entries in their order; no query."""
    allowed = [entry for entry in _entries.values() if entry.allowed(member)]
    return sorted(allowed, key=lambda entry: (entry.order, entry.url_name))


def links_for(member: Member, path: str) -> list[Link]:
    """The bar on the page at `path`; the longest address that leads to it is the current one."""
    slug = member.dealership.slug
    entries = entries_for(member)
    places = {
        reverse(name, args=[slug]): entry
        for entry in entries
        for name in (*entry.also, entry.url_name)
    }
    current = max((url for url in places if path.startswith(url)), key=len, default="")
    here = places.get(current)
    return [
        Link(entry.label, entry.icon, reverse(entry.url_name, args=[slug]), entry is here)
        for entry in entries
    ]


def first_page(member: Member) -> str | None:
    """Where this member's day begins: their first entry, or None if they have none."""
    entries = entries_for(member)
    return reverse(entries[0].url_name, args=[member.dealership.slug]) if entries else None

"""Parts of the customer page that upper apps own; they register in AppConfig.ready().

The page loads each by its address (hx-get), so that this app knows nothing of what is in it.
"""

from dataclasses import dataclass
from typing import Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from dealerships.models import Dealership


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """url_name takes (slug, customer id) and answers one root element."""

    url_name: str
    label: str | Promise
    place: Literal["strip", "main", "side"]
    order: int


_fragments: dict[str, Fragment] = {}


def register(fragment: Fragment) -> None:
    _fragments[fragment.url_name] = fragment


def fragments_at(
    place: str, dealership: Dealership, customer_id: int
) -> list[tuple[str, str | Promise]]:
    """Addresses and labels of a place's fragments in order; without a page, none."""
    found = []
    for fragment in sorted(_fragments.values(), key=lambda each: (each.order, each.url_name)):
        if fragment.place == place:
            try:
                url = reverse(fragment.url_name, args=[dealership.slug, customer_id])
            except NoReverseMatch:
                continue
            found.append((url, fragment.label))
    return found

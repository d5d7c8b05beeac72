"""The site map as the sweep walks it: every pattern with its arguments and what guards it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

TENANT = "d/<slug:dealership>/"
API = "api/v1/"
KEEPS_WHAT_IT_COUNTED = {"d/<slug:dealership>/kpis/", "d/<slug:dealership>/kpis/all/"}
"""Figures nobody has asked for before are counted once and stored: the next look is a look-up.

They are derived, the same whoever asks, and counted anew when the facts under them change; without
the row every look at a month not yet counted would cost the count again.
"""


@dataclass(frozen=True)
class Site:
    """One URL pattern: its route, the names of its arguments, the view behind it."""

    route: str
    arguments: tuple[str, ...]
    view: Any
    name: str
    app: str

    @property
    def full_name(self) -> str:
        return f"{self.app}:{self.name}" if self.app else self.name

    @property
    def records_reading(self) -> bool:
        """Taking a list out is written down (law 8), although it is only read."""
        return "export" in self.route or self.route in KEEPS_WHAT_IT_COUNTED

    @property
    def is_tenant(self) -> bool:
        return self.route.startswith(TENANT)

    @property
    def is_api(self) -> bool:
        return self.route.startswith(API)

    @property
    def permission(self) -> Any:
        """What `dealership_member` asks; None when the decorator is not there."""
        return getattr(self.view, "dealership_permission", None)


def sites(resolver: URLResolver | None = None, prefix: str = "", app: str = "") -> Iterator[Site]:
    """Every pattern of the resolver, with the converters of its whole route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            arguments = tuple(part.split(">")[0].split(":")[-1] for part in route.split("<")[1:])
            yield Site(route, arguments, entry.callback, entry.name or "", app)
        else:
            yield from sites(entry, route, entry.app_name or app)

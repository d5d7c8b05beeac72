"""Tags of the frame around every page: icons, the left bar, the person's menu, messages."""

import functools
from collections.abc import Sequence

from django import template
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dealerships import formatting, navigation
from dealerships.members import Member
from dealerships.models import Dealership, User
from dealerships.notices import UNDO
from dealerships.preferences import theme_of

register = template.Library()


@register.simple_tag
@functools.lru_cache(typed=True)  # some 80 on a page, of a few dozen kinds
def icon(name: str, kind: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; `kind` is sm, lg or tick. Decoration unless it has a `label`."""
    css = f"icon icon-{kind}" if kind else "icon"
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            css,
            label,
            address,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, address
    )


@register.simple_tag(takes_context=True)
def navigation_links(context: Context) -> list[navigation.Link]:
    """The left bar of the member on this page; empty outside a dealership."""
    request = context["request"]
    member: Member | None = getattr(request, "member", None)
    return navigation.links_for(member, request.path) if member else []


@register.simple_tag(takes_context=True)
def page_tabs(context: Context, beside: str) -> list[navigation.Link]:
    """The pages that stand beside the page `beside`, itself the first."""
    request = context["request"]
    return navigation.tab_links(request.member, beside, request.path)


@register.simple_tag(takes_context=True)
def url_if_allowed(context: Context, url_name: str) -> str:
    """The address of a page of the left bar; empty for a member who may not open it."""
    return navigation.url_for(context["request"].member, url_name)


@register.simple_tag(takes_context=True)
def my_dealerships(context: Context) -> Sequence[Dealership]:
    """Where the person works, by name (a query only outside a dealership)."""
    request = context["request"]
    member: Member | None = getattr(request, "member", None)
    if member:
        return member.dealerships
    user: User | AnonymousUser = request.user
    if not isinstance(user, User):
        return []
    return list(Dealership.objects.of_member(user).order_by("name"))


@register.simple_tag(takes_context=True)
def search_url(context: Context) -> str:
    """Where the search box of the top bar sends to; empty outside a dealership."""
    dealership: Dealership | None = getattr(context["request"], "dealership", None)
    if dealership is None:
        return ""
    try:
        return reverse("search", args=[dealership.slug])
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """light, dark, or empty: as the system."""
    request: HttpRequest | None = context.get("request")
    return theme_of(request) if request else ""


@register.filter
def initials(user: User) -> str:
    """One or two letters for the round mark in the corner."""
    words = str(user).split()
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def role_names(member: Member) -> str:
    roles = sorted(str(role.label) for role in member.roles)
    return formatting.listed(roles, formatting.readers_language())


@register.filter
def undo_url(tags: str | None) -> str:
    """The address that takes the message's action back (see notices.notify), or empty."""
    return next(
        (tag.removeprefix(UNDO) for tag in (tags or "").split() if tag.startswith(UNDO)), ""
    )

"""Scope first (law 4): the decorator of every view under /d/<slug>/."""

import functools
import zoneinfo
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from dealerships.members import Member, member_of
from dealerships.models import Dealership, User

P = ParamSpec("P")
Permission = Callable[[Member], bool]


class DealershipRequest(HttpRequest):
    """What a view under /d/<slug>/ receives (typing only)."""

    user: User
    member: Member
    dealership: Dealership
    htmx: HtmxDetails


View = Callable[Concatenate[DealershipRequest, P], HttpResponse]


def dealership_member(
    permission: Permission,
) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Resolve the slug to a dealership the user works in, and ask `permission`.

    Anonymous → login; not a member, unknown or closed dealership → 404; wrong role → 403.
    Sets request.member and request.dealership; the view does not receive the slug.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def scoped(
            request: Any, dealership: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            member = member_of(request.user, dealership)
            if member is None:
                raise Http404
            if not permission(member):
                raise PermissionDenied
            request.member = member
            request.dealership = member.dealership
            if not request.user.time_zone:
                timezone.activate(zoneinfo.ZoneInfo(member.dealership.time_zone))
            return view(request, *args, **kwargs)

        scoped.dealership_permission = permission  # type: ignore[attr-defined]
        return scoped

    return decorate


def _to_login(request: HttpRequest) -> HttpResponse:
    """Inside htmx the login page must not land in a table: tell the browser to go there."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(resolve_url("account_login"))
    return redirect_to_login(request.get_full_path())

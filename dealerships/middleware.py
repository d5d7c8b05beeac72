"""Per-request: the person's own language and time zone; what no cache may keep; refused methods."""

import zoneinfo
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from dealerships.models import User

LANGUAGE_COOKIE = "language"
GetResponse = Callable[[HttpRequest], HttpResponse]


class PersonalSettingsMiddleware:
    """Language: the person's, else the cookie of the login page, else the browser's.

    The time zone is the person's; inside a dealership `dealership_member` sets the
    dealership's when the person has none.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if isinstance(request.user, User) else None
        language = user.language if user else ""
        language = language or request.COOKIES.get(LANGUAGE_COOKIE, "")
        if not translation.check_for_language(language):
            language = translation.get_language_from_request(request)
        time_zone = user.time_zone if user else ""
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            with timezone.override(zoneinfo.ZoneInfo(time_zone) if time_zone else None):
                response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class FreshPagesMiddleware:
    """Personal data stays out of every cache; fragment and page are told apart (law 8, S8)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response


class RefusedMethodMiddleware:
    """An address that only takes a sent form, opened by itself: a page in words, no empty window.

    One comes there by signing in again after a form, or by reloading a refused one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        if request.method != "GET" or not request.accepts("text/html"):
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

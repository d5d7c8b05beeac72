"""The page of a request that was not understood: what in the address was wrong, where we know."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

from dealerships.refusals import NotOffered


def not_understood(request: HttpRequest, exception: BadRequest) -> HttpResponse:
    """400. Only words written for the person are shown; any other text may tell of the inside."""
    if not isinstance(exception, NotOffered):
        return bad_request(request, exception)
    context = {"problem": str(exception), "address": request.path}
    return render(request, "400.html", context, status=400)

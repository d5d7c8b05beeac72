"""The site with one more page, which breaks: for the page about our own mistakes."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from dealercrm.urls import handler400 as handler400  # Django looks for it here
from dealercrm.urls import urlpatterns as site

SECRET = "password-of-the-database"


def breaks(request: HttpRequest, how: str):
    raise {"error": RuntimeError, "bad": BadRequest, "odd": SuspiciousOperation}[how](SECRET)


urlpatterns = [*site, path("breaks/<str:how>/", breaks)]

"""The site map: everything of a dealership lives under /d/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path

dealership_urls: list[URLPattern | URLResolver] = []

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("d/<slug:dealership>/", include(dealership_urls)),
]

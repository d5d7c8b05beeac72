"""Pages for customers, without a login."""

from django.urls import URLPattern, path

from communications.views import opt_out

urlpatterns: list[URLPattern] = [
    path("stop/<str:token>/", opt_out.opt_out, name="opt_out"),
]

"""/me/: the person's own settings, outside any dealership."""

from django.urls import path

from dealerships.views import preferences

urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("language/", preferences.set_language, name="set_language"),
    path("theme/", preferences.set_theme, name="set_theme"),
]

"""The project's pages and the bare ones."""

from django.urls import path

from bench import views
from dealercrm.urls import urlpatterns as project

urlpatterns = [
    *project,
    path("bare/list/", views.bare_list),
    path("bare/row/<int:pk>/", views.bare_row),
    path("bare/claim/<int:dealership>/", views.bare_claim),
]

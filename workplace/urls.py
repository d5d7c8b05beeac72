"""/d/<slug>/search/…; the box of the top bar looks for the name "search" without a namespace."""

from django.urls import path

from workplace import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.search_suggestions, name="search_suggestions"),
    path("customers/<int:pk>/value/", views.customer_value, name="customer_value"),
]

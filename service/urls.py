"""/d/<slug>/maintenance-plans/"""

from django.urls import path

from service import views

urlpatterns = [
    path("", views.plan_list, name="plan_list"),
    path("new/", views.plan_add, name="plan_add"),
    path("<int:pk>/", views.plan_edit, name="plan_edit"),
]

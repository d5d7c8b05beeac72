"""/d/<slug>/maintenance-plans/ and /d/<slug>/visits/"""

from django.urls import path

from service.views import plans, visits

urlpatterns = [
    path("maintenance-plans/", plans.plan_list, name="plan_list"),
    path("maintenance-plans/new/", plans.plan_add, name="plan_add"),
    path("maintenance-plans/<int:pk>/", plans.plan_edit, name="plan_edit"),
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/export.<export:form>", visits.visit_export, name="visit_export"),
]

"""/d/<slug>/surveys/"""

from django.urls import path

from surveys.views import asking, lists

app_name = "surveys"

urlpatterns = [
    path("", lists.survey_list, name="survey_list"),
    path("export.<export:form>", lists.survey_export, name="survey_export"),
    path("ask/", asking.survey_ask, name="survey_ask"),
    path("customers/<int:customer_id>/", lists.customer_surveys, name="customer_surveys"),
]

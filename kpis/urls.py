"""/d/<slug>/kpis/: the dashboard, all figures, the rows behind each, the targets."""

from django.urls import path

from kpis.views import dashboard, lists, targets

app_name = "kpis"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("all/", dashboard.figure_list, name="figure_list"),
    path("targets/", targets.target_form, name="target_form"),
    path("targets/<int:year>/", targets.target_form, name="target_form_of_year"),
    path("<slug:code>/rows/", lists.row_list, name="row_list"),
    path("<slug:code>/rows/export/", lists.row_export, name="row_export"),
]

"""/d/<slug>/imports/"""

from django.urls import path

from exchange.views import files, lists, reports, work

app_name = "exchange"

urlpatterns = [
    path("", lists.import_list, name="import_list"),
    path("new/", work.import_new, name="import_new"),
    path("<int:run>/", work.import_detail, name="import_detail"),
    path("<int:run>/files/add/", work.import_add_files, name="import_add_files"),
    path("<int:run>/start/", work.import_start, name="import_start"),
    path("<int:run>/progress/", work.import_progress, name="import_progress"),
    path("<int:run>/cancel/", work.import_cancel, name="import_cancel"),
    path("<int:run>/export/<export:form>/", reports.report_export, name="report_export"),
    path("<int:run>/files/<int:file>/", files.file_columns, name="file_columns"),
    path("<int:run>/files/<int:file>/remove/", files.file_remove, name="file_remove"),
    path(
        "<int:run>/files/<int:file>/export/<export:form>/",
        reports.correction_export,
        name="correction_export",
    ),
]

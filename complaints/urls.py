"""/d/<slug>/complaints/"""

from django.urls import path

from complaints.views import lists, work

app_name = "complaints"

urlpatterns = [
    path("", lists.complaint_list, name="complaint_list"),
    path("export.<export:form>", lists.complaint_export, name="complaint_export"),
    path("open/", work.complaint_open, name="complaint_open"),
    path("<int:complaint_id>/", work.complaint_detail, name="complaint_detail"),
    path("<int:complaint_id>/edit/", work.complaint_edit, name="complaint_edit"),
    path("<int:complaint_id>/status/", work.complaint_status, name="complaint_status"),
    path("<int:complaint_id>/assign/", work.complaint_assign, name="complaint_assign"),
    path("<int:complaint_id>/note/", work.complaint_note, name="complaint_note"),
    path("customers/<int:customer_id>/", lists.customer_complaints, name="customer_complaints"),
]

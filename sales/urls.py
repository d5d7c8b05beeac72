"""/d/<slug>/sales/"""

from django.urls import path, re_path

from sales import views

app_name = "sales"

urlpatterns = [
    path("sales/", views.sale_list, name="sale_list"),
    re_path(r"^sales/export\.(?P<form>xlsx|csv)$", views.sale_export, name="sale_export"),
]

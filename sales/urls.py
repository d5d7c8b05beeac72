"""/d/<slug>/sales/"""

from django.urls import path

from sales import views

app_name = "sales"

urlpatterns = [
    path("sales/", views.sale_list, name="sale_list"),
    path("sales/export.<export:form>", views.sale_export, name="sale_export"),
]

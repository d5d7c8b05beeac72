"""/d/<slug>/customers/…"""

from django.urls import path

from customers.views import agreements, cards, cars, consents, contacts, lists, merging

app_name = "customers"

customer_urls = [
    path("", lists.customer_list, name="customer_list"),
    path("export.<export:form>", lists.customer_export, name="customer_export"),
    path("new/", cards.customer_create, name="customer_create"),
    path("<int:pk>/", cards.customer_detail, name="customer_detail"),
    path("<int:pk>/edit/", cards.customer_edit, name="customer_edit"),
    path("<int:pk>/timeline/", cards.customer_timeline, name="customer_timeline"),
]

contact_urls = [
    path("<int:pk>/contacts/add/", contacts.contact_add, name="contact_add"),
    path("<int:pk>/contacts/<int:point>/wrong/", contacts.contact_wrong, name="contact_wrong"),
    path("<int:pk>/contacts/<int:point>/right/", contacts.contact_right, name="contact_right"),
    path("<int:pk>/contacts/<int:point>/first/", contacts.contact_first, name="contact_first"),
    path("<int:pk>/consents/", consents.consent_list, name="consent_list"),
    path("<int:pk>/consents/record/", consents.consent_record, name="consent_record"),
    path("<int:pk>/calls/stop/", contacts.calls_stop, name="calls_stop"),
    path("<int:pk>/calls/allow/", contacts.calls_allow, name="calls_allow"),
]

car_urls = [
    path("<int:pk>/cars/add/", cars.car_add, name="car_add"),
    path("<int:pk>/cars/<int:ownership>/", cars.car_detail, name="car_detail"),
    path("<int:pk>/cars/<int:ownership>/correct/", cars.car_correct, name="car_correct"),
    path("<int:pk>/cars/<int:ownership>/odometer/", cars.odometer_read, name="odometer_read"),
    path("<int:pk>/cars/<int:ownership>/end/", cars.car_end, name="car_end"),
]

agreement_urls = [
    path(
        "<int:pk>/cars/<int:ownership>/agreements/add/",
        agreements.agreement_add,
        name="agreement_add",
    ),
    path("<int:pk>/agreements/<int:agreement>/", agreements.agreement_edit, name="agreement_edit"),
    path(
        "<int:pk>/agreements/<int:agreement>/remove/",
        agreements.agreement_remove,
        name="agreement_remove",
    ),
]

duplicate_urls = [
    path("duplicates/", merging.duplicate_list, name="duplicate_list"),
    path("duplicates/<int:pair>/apart/", merging.keep_apart, name="keep_apart"),
    path("<int:pk>/merge/<int:other>/", merging.merge, name="merge"),
    path("merges/<int:record>/undo/", merging.undo_merge, name="undo_merge"),
]

urlpatterns = [*customer_urls, *contact_urls, *car_urls, *agreement_urls, *duplicate_urls]

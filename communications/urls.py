"""/d/<slug>/promises/ and /d/<slug>/contact/: what was promised, and the rules of contact."""

from django.urls import URLPattern, URLResolver, include, path

from communications.views import contact_rules, holds, promises, wordings

app_name = "communications"

promise_urls: list[URLPattern] = [
    path("", promises.promise_list, name="promise_list"),
    path("<int:promise_id>/kept/", promises.promise_keep, name="promise_keep"),
    path("<int:promise_id>/broken/", promises.promise_break, name="promise_break"),
    path("<int:promise_id>/reopen/", promises.promise_reopen, name="promise_reopen"),
    path("customers/<int:customer_id>/", promises.customer_promises, name="customer_promises"),
    path("customers/<int:customer_id>/make/", promises.promise_make, name="promise_make"),
]

contact_urls: list[URLPattern] = [
    path("customers/<int:customer_id>/pause/", holds.pause, name="pause"),
    path("customers/<int:customer_id>/lift/", holds.lift, name="lift"),
    path("rules/", contact_rules.contact_rules, name="contact_rules"),
    path("wordings/", wordings.wording_list, name="wording_list"),
    path("wordings/standard/", wordings.wording_standard, name="wording_standard"),
    path("wordings/<str:purpose>/<str:language>/", wordings.wording_edit, name="wording_edit"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("promises/", include(promise_urls)),
    path("contact/", include(contact_urls)),
]

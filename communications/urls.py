"""/d/<slug>/promises/"""

from django.urls import path

from communications.views import promises

app_name = "communications"

urlpatterns = [
    path("", promises.promise_list, name="promise_list"),
    path("<int:promise_id>/kept/", promises.promise_keep, name="promise_keep"),
    path("<int:promise_id>/broken/", promises.promise_break, name="promise_break"),
    path("<int:promise_id>/reopen/", promises.promise_reopen, name="promise_reopen"),
    path("customers/<int:customer_id>/", promises.customer_promises, name="customer_promises"),
    path("customers/<int:customer_id>/make/", promises.promise_make, name="promise_make"),
]

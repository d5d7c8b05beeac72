"""/d/<slug>/promises/: the list, giving one, and what becomes of it."""

from django.urls import URLPattern, path

from promises.views import lists, promise

app_name = "promises"

urlpatterns: list[URLPattern] = [
    path("", lists.promise_list, name="promise_list"),
    path("export.<export:form>", lists.promise_export, name="promise_export"),
    path("make/", promise.promise_to_colleague, name="promise_to_colleague"),
    path("<int:promise_id>/", promise.promise_page, name="promise_page"),
    path("<int:promise_id>/kept/", promise.promise_keep, name="promise_keep"),
    path("<int:promise_id>/broken/", promise.promise_break, name="promise_break"),
    path("<int:promise_id>/move/", promise.promise_move, name="promise_move"),
    path("<int:promise_id>/take/", promise.promise_take, name="promise_take"),
    path("<int:promise_id>/give/", promise.promise_give, name="promise_give"),
    path("<int:promise_id>/undo/", promise.promise_undo, name="promise_undo"),
    path("customers/<int:customer_id>/", lists.customer_promises, name="customer_promises"),
    path("customers/<int:customer_id>/make/", promise.promise_make, name="promise_make"),
]

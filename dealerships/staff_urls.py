"""/d/<slug>/: people, keys and settings of the dealership."""

from django.urls import path

from dealerships.views import keys, settings, staff

urlpatterns = [
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/<int:user_id>/", staff.staff_roles, name="staff_roles"),
    path("staff/<int:user_id>/dismiss/", staff.staff_dismiss, name="staff_dismiss"),
    path("staff/<int:user_id>/invite/", staff.staff_invite, name="staff_invite"),
    path("staff/names/", staff.staff_names, name="staff_names"),
    path("staff/names/<int:name_id>/", staff.staff_name_link, name="staff_name_link"),
    path("keys/", keys.key_list, name="key_list"),
    path("keys/issue/", keys.key_issue, name="key_issue"),
    path("keys/<int:key_id>/revoke/", keys.key_revoke, name="key_revoke"),
    path("settings/", settings.dealership_settings, name="dealership_settings"),
    path("settings/closed-days/add/", settings.closed_day_add, name="closed_day_add"),
    path("settings/closed-days/remove/", settings.closed_day_remove, name="closed_day_remove"),
]

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealershipsConfig(AppConfig):
    name = "dealerships"
    verbose_name = "Dealerships"

    def ready(self) -> None:
        from dealerships.navigation import Entry, register
        from dealerships.permissions import may_see_settings, may_see_staff

        register(
            Entry(
                label=_("Staff"),
                icon="users",
                url_name="staff_list",
                allowed=may_see_staff,
                order=90,
            )
        )
        register(
            Entry(
                label=_("Settings"),
                icon="settings",
                url_name="dealership_settings",
                allowed=may_see_settings,
                order=95,
            )
        )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealershipsConfig(AppConfig):
    name = "dealerships"
    verbose_name = "Dealerships"

    def ready(self) -> None:
        from dealerships.navigation import Entry, register
        from dealerships.permissions import may_see_settings

        register(
            Entry(
                label=_("Settings"),
                icon="settings",
                url_name="dealership_settings",
                allowed=may_see_settings,
                order=95,
                also=("staff_list", "key_list"),
            )
        )

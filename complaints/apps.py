from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = "Complaints"

    def ready(self) -> None:
        from complaints import timeline

        timeline.register()
        from complaints.permissions import may_handle
        from dealerships.navigation import Entry, register

        register(
            Entry(
                label=_("Complaints"),
                icon="message-report",
                url_name="complaints:complaint_list",
                allowed=may_handle,
                order=60,
            )
        )

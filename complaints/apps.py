from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = "Complaints"

    def ready(self) -> None:
        from communications import callers
        from complaints import ringing, timeline
        from complaints.permissions import may_handle
        from customers.fragments import Fragment
        from customers.fragments import register as register_fragment
        from dealerships.navigation import Entry, register

        timeline.register()
        callers.register("complaints", ringing.open_complaints, order=30)
        register_fragment(
            Fragment(
                url_name="complaints:customer_complaints",
                label=_("Complaints"),
                place="side",
                order=50,
            )
        )
        register(
            Entry(
                label=_("Complaints"),
                icon="message-report",
                url_name="complaints:complaint_list",
                allowed=may_handle,
                order=60,
            )
        )

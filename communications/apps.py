from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from communications import timeline
        from communications.services.wordings import start_with_standard
        from customers.fragments import Fragment, register
        from dealerships import newcomers

        timeline.register()
        newcomers.on_new_dealership(start_with_standard)
        register(
            Fragment(
                url_name="communications:customer_promises",
                label=_("Promises"),
                place="side",
                order=20,
            )
        )

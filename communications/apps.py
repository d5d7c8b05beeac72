from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from communications import timeline
        from customers.fragments import Fragment, register

        timeline.register()
        register(
            Fragment(
                url_name="communications:customer_promises",
                label=_("Promises"),
                place="side",
                order=20,
            )
        )

from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from communications import timeline
        from communications.services.withdrawn_messages import stop_messages
        from communications.services.wordings import start_with_standard
        from customers import withdrawals
        from customers.fragments import Fragment, register
        from dealerships import newcomers

        timeline.register()
        withdrawals.register("communications", stop_messages)
        newcomers.on_new_dealership(start_with_standard)
        register(
            Fragment(
                url_name="communications:customer_promises",
                label=_("Promises"),
                place="side",
                order=20,
            )
        )

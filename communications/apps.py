from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from communications import bar, callers, email_events, timeline
        from communications.services import templates
        from communications.services.call_outcomes import add_standard_outcomes
        from communications.services.withdrawn_messages import stop_messages
        from communications.services.wordings import start_with_standard
        from customers import withdrawals
        from customers.fragments import Fragment, register
        from dealerships import navigation, newcomers

        timeline.register()
        email_events.connect()
        callers.register("cars", callers.cars, order=10)
        callers.register("promises", callers.promises, order=20)
        withdrawals.register("communications", stop_messages)
        newcomers.on_new_dealership(start_with_standard)
        newcomers.on_new_dealership(add_standard_outcomes)
        newcomers.on_new_dealership(templates.start_with_standard)
        register(
            Fragment(
                url_name="communications:customer_contact",
                label=_("When to get in touch"),
                place="side",
                order=21,
            )
        )
        for entry in bar.ENTRIES:
            navigation.register(entry)

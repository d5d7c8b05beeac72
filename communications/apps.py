from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from communications import callers, permissions, timeline
        from communications.services.withdrawn_messages import stop_messages
        from communications.services.wordings import start_with_standard
        from customers import withdrawals
        from customers.fragments import Fragment, register
        from dealerships import navigation, newcomers

        timeline.register()
        callers.register("cars", callers.cars, order=10)
        callers.register("promises", callers.promises, order=20)
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
        navigation.register(
            navigation.Entry(
                label=_("Messages"),
                icon="mail",
                url_name="communications:message_list",
                allowed=permissions.has_outbox_in_the_bar,
                order=60,
                beside="customers:customer_list",
                beside_for=permissions.may_write,
            )
        )
        navigation.register(
            navigation.Entry(
                label=_("Phone calls"),
                icon="phone",
                url_name="communications:phone_list",
                allowed=permissions.has_outbox_in_the_bar,
                order=70,
                beside="customers:customer_list",
                beside_for=permissions.has_phone_tab,
            )
        )

from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from communications import callers, email_events, permissions, timeline
        from communications.replies_waiting import replies_waiting
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
                url_name="communications:customer_promises",
                label=_("Promises"),
                place="side",
                order=20,
            )
        )
        navigation.register(
            navigation.Entry(
                label=_("Replies"),
                icon="inbox",
                url_name="communications:reply_list",
                allowed=permissions.has_replies_in_the_bar,
                order=18,
                beside="customers:customer_list",
                beside_for=permissions.has_replies_beside,
                waiting=replies_waiting,
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
                label=_("Message templates"),
                icon="file-text",
                url_name="communications:template_list",
                allowed=permissions.has_templates_in_the_bar,
                order=62,
                beside="customers:customer_list",
                beside_for=permissions.may_write,
            )
        )
        navigation.register(
            navigation.Entry(
                label=_("Letters"),
                icon="printer",
                url_name="communications:letter_list",
                allowed=permissions.has_templates_in_the_bar,
                order=64,
                beside="customers:customer_list",
                beside_for=permissions.may_print_letters,
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

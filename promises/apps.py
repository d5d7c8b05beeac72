from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "promises"
    verbose_name = "Promises"

    def ready(self) -> None:
        from customers.fragments import Fragment, register
        from dealerships import navigation
        from promises import permissions, timeline
        from promises.waiting import promises_waiting

        timeline.register()
        register(
            Fragment(
                url_name="promises:customer_promises",
                label=_("Promises"),
                place="side",
                order=20,
            )
        )
        navigation.register(
            navigation.Entry(
                label=_("Promises"),
                icon="hand-stop",
                url_name="promises:promise_list",
                allowed=permissions.has_promises_in_the_bar,
                order=16,
                beside="customers:customer_list",
                beside_for=permissions.has_promises_beside,
                waiting=promises_waiting,
            )
        )

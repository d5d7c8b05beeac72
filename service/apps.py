from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "service"
    verbose_name = "Service"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from dealerships import navigation, newcomers
        from service import list_filters, timeline
        from service.permissions import may_see_visits, works_in_the_workshop
        from service.services.defaults import add_standard_plan

        newcomers.on_new_dealership(add_standard_plan)
        timeline.register()
        list_filters.register()
        navigation.register(
            navigation.Entry(
                label=_("Visits"),
                icon="tools",
                url_name="visit_list",
                allowed=works_in_the_workshop,
                order=50,
                beside="customers:customer_list",
                beside_for=may_see_visits,
            )
        )

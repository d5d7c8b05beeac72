from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "service"
    verbose_name = "Service"

    def ready(self) -> None:
        from dealerships import newcomers
        from service import list_filters, timeline
        from service.services.defaults import add_standard_plan

        newcomers.on_new_dealership(add_standard_plan)
        timeline.register()
        list_filters.register()

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "sales"
    verbose_name = "Sales"

    def ready(self) -> None:
        from dealerships.newcomers import on_new_dealership
        from sales import timeline
        from sales.services import add_standard_sources

        on_new_dealership(add_standard_sources)
        timeline.register()
